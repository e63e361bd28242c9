import { median, type Load, type LoadResult } from './load.js';
import type { BenchRun } from './loop-under-test.js';
import { settled } from './settle.js';

/** Some rounds of one kind of load as one. */
export interface Compared {
  /** The median of each figure. */
  usual: LoadResult;
  /** The share of the floor around it that each round reached, the smallest first. */
  ratios: number[];
}

// An odd number, so that the middle one is a round that was run.
const ROUNDS = 3;

/**
 * Measures kinds of load by turns with the floor, because a machine may change its speed within minutes: the ratio of a round is to the
 * mean of the floor right before and right after it.
 */
export async function besideFloor<Kind extends string>(
  floor: () => Promise<LoadResult>,
  kinds: Record<Kind, () => Promise<LoadResult>>,
  say: (line: string) => void,
): Promise<Record<Kind | 'floor', Compared>> {
  const floors = [await floor()];
  const results = new Map<string, LoadResult[]>();
  const ratios = new Map<string, number[]>();
  for (let round = 1; round <= ROUNDS; round += 1)
    for (const [kind, run] of Object.entries<() => Promise<LoadResult>>(kinds)) {
      const result = await run();
      floors.push(await floor());
      const [before, after] = floors.slice(-2) as [LoadResult, LoadResult];
      const ratio = (2 * result.perSecond) / (before.perSecond + after.perSecond);
      say(
        `    ${round}/${ROUNDS} ${kind.padEnd(20)} ${result.perSecond.toFixed(0)}/s beside ${before.perSecond.toFixed(0)} and ${after.perSecond.toFixed(0)}: ${ratio.toFixed(2)}`,
      );
      results.set(kind, [...(results.get(kind) ?? []), result]);
      ratios.set(kind, [...(ratios.get(kind) ?? []), ratio]);
    }
  results.set('floor', floors);
  return Object.fromEntries(
    [...results].map(([kind, of]) => [kind, { usual: usualOf(of), ratios: (ratios.get(kind) ?? []).sort((a, b) => a - b) }]),
  ) as Record<Kind | 'floor', Compared>;
}

/** A measurement of the floor that begins when the loop is at rest; half as long as others, because there are many. */
export function floorAtRest(run: BenchRun, connections: number, floor: (load: Load) => Promise<LoadResult>): () => Promise<LoadResult> {
  return async () => {
    await settled(run);
    return floor({ connections, seconds: run.seconds / 2, warmUpSeconds: 1 });
  };
}

function usualOf(results: readonly LoadResult[]): LoadResult {
  const of = (figure: 'perSecond' | 'p50' | 'p99'): number => median(results.map((result) => result[figure]));
  return { perSecond: of('perSecond'), p50: of('p50'), p99: of('p99'), refused: results.reduce((sum, { refused }) => sum + refused, 0) };
}

/** How far the rounds lie apart. */
export function spread(ratios: readonly number[]): string {
  return `${ratios.length} rounds: ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')}`;
}
