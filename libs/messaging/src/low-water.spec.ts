import { LowWater } from './low-water.js';

const PARTS = [0, 1];
const open = { youngest: '7', areOver: false };
const over = { youngest: '9', areOver: true };

/** A mark whose first 30 s are over, so that rounds do not begin at 0 anyway. */
function lowWater(): LowWater {
  const fresh = new LowWater();
  fresh.after(PARTS, 0);
  return fresh;
}

it('moves when every transaction that may have numbered a row below is over, and a later round took what it brought', async () => {
  const mark = lowWater();
  mark.passed(new Map([[0, 10], [1, 20]]), PARTS, true); // prettier-ignore
  await mark.look(0, () => Promise.resolve(open));
  mark.passed(new Map([[0, 30]]), PARTS, true);
  await mark.look(5_000, (since) => Promise.resolve({ ...over, areOver: since === '7' }));
  expect(mark.after(PARTS, 5_001)).toEqual([0, 0]); // what they brought is not taken yet
  mark.passed(new Map(), PARTS, true);
  expect(mark.after(PARTS, 5_002)).toEqual([10, 20]);
});

it('I4 stays while a transaction is open', async () => {
  const mark = lowWater();
  mark.passed(new Map([[0, 10]]), PARTS, true);
  for (let second = 0; second < 25; second += 1) {
    await mark.look(second * 1_000, () => Promise.resolve(open));
    mark.passed(new Map(), PARTS, true);
    expect(mark.after(PARTS, second * 1_000)).toEqual([0, 0]);
  }
});

it('I4 does not follow one part when another still has rows below', async () => {
  const mark = lowWater();
  mark.passed(new Map([[0, 10], [1, 900]]), PARTS, false); // prettier-ignore
  await mark.look(0, () => Promise.resolve(open));
  await mark.look(5_000, () => Promise.resolve(over));
  mark.passed(new Map([[0, 10], [1, 950]]), PARTS, false); // prettier-ignore
  expect(mark.after(PARTS, 5_001)).toEqual([0, 0]); // part 0 did not get beyond 10
  mark.passed(new Map([[0, 11], [1, 951]]), PARTS, false); // prettier-ignore
  expect(mark.after(PARTS, 5_002)).toEqual([10, 900]);
});

it('looks from 0 every thirty seconds all the same', async () => {
  const mark = lowWater();
  mark.passed(new Map([[0, 7]]), PARTS, true);
  await mark.look(0, () => Promise.resolve(open));
  await mark.look(5_000, () => Promise.resolve(over));
  mark.passed(new Map(), PARTS, true);
  const marks = Array.from({ length: 61 }, (_, second) => mark.after(PARTS, 6_000 + second * 1_000)[0]);
  expect(marks.flatMap((at, second) => (at === 0 ? [second] : []))).toEqual([24, 54]);
});
