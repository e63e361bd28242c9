import { bench } from './main.js';

it.each([
  [['chain', 'speed'], 'Unknown: speed. Say any of intake, chain,'],
  [['--fast'], 'Unknown: --fast. Say any of intake, chain,'],
  [['chain', '--seconds', '0'], '--seconds must be a number of at least 1.'],
  [['chain', '--seconds'], '--seconds must be a number of at least 1.'],
  [['rebuild', '--events', '999'], '--events must be a number of at least 1000.'],
])('%j gets one sentence and no loop', async (words, sentence) => {
  const said: string[] = [];
  const startLoop = (): Promise<never> => Promise.reject(new Error('a loop was started'));
  expect(await bench(words, startLoop, (line) => said.push(line))).toBe(2);
  expect(said).toEqual([expect.stringContaining(sentence)]);
});
