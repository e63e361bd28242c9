/** Dice that fall alike for the same name: every part of the story has its own, so that one part can change alone. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  /** True in this share of the throws. */
  happens(share: number): boolean;
  /** One of the list. */
  of<T>(list: readonly T[]): T;
  /** One of the keys, by weight. */
  weighted<K extends string | number>(weights: readonly (readonly [K, number])[]): K;
}

/** The dice of that name. */
export function chanceOf(name: string): Chance {
  let state = seedOf(name);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    happens: (share) => next() < share,
    of: (list) => list[between(0, list.length - 1)]!,
    weighted: (weights) => {
      let left = next() * weights.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of weights) if ((left -= weight) < 0) return key;
      return weights.at(-1)![0];
    },
  };
}

/** Deals a list in a shuffled order, again and again, so that nothing repeats before everything was dealt. */
export function deckOf<T>(list: readonly T[], chance: Chance): () => T {
  let rest: T[] = [];
  return () => {
    if (rest.length === 0) rest = shuffled(list, chance);
    return rest.pop()!;
  };
}

function shuffled<T>(list: readonly T[], chance: Chance): T[] {
  const result = [...list];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = chance.between(0, last);
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}

function seedOf(name: string): number {
  let hash = 2166136261; // FNV-1a
  for (const character of name) hash = Math.imul(hash ^ character.codePointAt(0)!, 16777619);
  return hash;
}
