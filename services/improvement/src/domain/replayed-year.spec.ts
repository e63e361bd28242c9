import { addDays, type Day } from './calendar.js';
import { judgeRecurrence } from './recurrence.js';
import { STANDARD_RULES } from './rules.js';

/** A repeatable stream of numbers between 0 and 1 (mulberry32). */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function poisson(mean: number, chance: () => number): number {
  let count = 0;
  for (let product = chance(); product > Math.exp(-mean); product *= chance()) count += 1;
  return count;
}

const FIRST: Day = '2024-01-01';
const DAYS = 365;
const JUMP_ON = 240;
const NAMES = Array.from({ length: DAYS }, (_, day) => addDays(FIRST, day));

/** A large company: 200 causes, a few that make up a third of everything, most of them rare; one rare cause jumps in autumn. */
function aYear(): number[][] {
  const chance = chanceFrom(7);
  const rates = Array.from({ length: 200 }, (_, rank) => 2.7 / (rank + 1) ** 0.85);
  return rates.map((rate, rank) => {
    const jumps = rank === 120;
    return Array.from({ length: DAYS }, (_, day) => poisson(jumps && day >= JUMP_ON ? rate + 1 : rate, chance));
  });
}

describe('a year of a large company, judged at the end of every day', () => {
  const policy = STANDARD_RULES.recurrence;
  const series = aYear();
  const view = (days: readonly number[], until: number) => {
    const from = Math.max(0, until - 84);
    return days.slice(from, until + 1).flatMap((count, index) => {
      const countBefore = from + index < until ? count : 0;
      return count > 0 ? [{ on: NAMES[from + index] as Day, count, countBefore }] : [];
    });
  };
  const company = Array.from({ length: DAYS }, (_, day) => series.reduce((sum, days) => sum + (days[day] as number), 0));
  const openedOn = new Map<number, number>();
  for (let day = 0; day < DAYS; day += 1) {
    const around = view(company, day);
    series.forEach((days, rank) => {
      if (openedOn.has(rank)) return;
      const evidence = { counts: view(days, day), company: around, companySince: FIRST };
      if (judgeRecurrence(evidence, NAMES[day] as Day, 'day-end', policy).outcome === 'recurring') openedOn.set(rank, day);
    });
  }

  it('names the large ones, and a list that a person can read', () => {
    for (const large of [0, 1, 2, 3]) expect(openedOn.has(large)).toBe(true);
    expect(openedOn.size).toBeLessThan(40);
  });

  it('finds a rare cause that begins to come every day within two weeks', () => {
    expect(openedOn.get(120)).toBeGreaterThanOrEqual(JUMP_ON);
    expect(openedOn.get(120)).toBeLessThanOrEqual(JUMP_ON + 14);
  });
});
