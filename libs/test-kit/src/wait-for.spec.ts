import { waitFor } from './wait-for.js';

it('answers what it was waiting for', async () => {
  let asked = 0;
  expect(await waitFor('three', () => (++asked >= 3 ? asked : undefined), { everyMs: 1 })).toBe(3);
});

it('names what did not come', async () => {
  await expect(waitFor('the flood', () => false, { withinMs: 5, everyMs: 1 })).rejects.toThrow('not within 5 ms: the flood');
});
