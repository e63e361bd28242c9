/** Lets at most so many run at the same time, in the order of asking. */
export function limitTo(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

/** All of them, at most so many at a time; the first failure ends it after those under way. */
export async function forEachAtOnce<T>(items: readonly T[], places: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  let failure: unknown;
  const worker = async () => {
    while (next < items.length && failure === undefined) await work(items[next++]!).catch((error: unknown) => (failure ??= error));
  };
  await Promise.all(Array.from({ length: Math.min(places, items.length) }, worker));
  if (failure !== undefined) throw failure;
}
