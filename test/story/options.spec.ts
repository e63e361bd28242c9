import { optionsOf, UsageFault } from './options.js';

it('reads what was asked', () => {
  const words = ['--file', 'a.jsonl.gz', '--from=2021-01-01', '--to', '2021-12-31', '--json', 'out.json', '--exit'];
  expect(optionsOf(words)).toEqual({ help: false, file: 'a.jsonl.gz', from: '2021-01-01', to: '2021-12-31', json: 'out.json' });
  expect(optionsOf([]).file).toBeUndefined();
  expect(optionsOf(['--help']).help).toBe(true);
});

it.each([
  [['--fast'], '--fast is not an option of the story'],
  [['story.json'], 'story.json is not an option'],
  [['--json'], '--json needs a value'],
  [['--file', '--json', 'x'], '--file needs a value'],
  [['--file', 'a', '--file', 'b'], '--file is given twice'],
  [['--file', 'a', '--from', '2021-02-30'], '--from 2021-02-30 is not a day'],
  [['--file', 'a', '--from', '2021-03-01', '--to', '2021-02-01'], 'lies after'],
  [['--from', '2021-03-01'], 'only goes with --file'],
])('says in one sentence what is wrong with %j', (words, sentence) => {
  expect(() => optionsOf(words)).toThrow(UsageFault);
  expect(() => optionsOf(words)).toThrow(sentence);
});
