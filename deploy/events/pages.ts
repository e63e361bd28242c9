import { ask, type Target } from './target.js';
import type { Say } from './say.js';
import { servicesIn, type Options, type ServiceName } from './words.js';

/** The first page of every service that is meant. */
export interface Pages<Item> {
  events: (Item & { service: ServiceName })[];
  /** Services that have more than their page shows. */
  cut: ServiceName[];
}

/** Asks the services for what is stuck in them. */
export async function pagesOf<Item>(
  target: Target,
  options: Options,
  what: 'parked' | 'refused',
  choice: Record<string, string>,
): Promise<Pages<Item>> {
  const query = new URLSearchParams({ limit: options.limit ?? '50', ...choice });
  const pages = await Promise.all(
    servicesIn(options).map(async (service) => {
      const path = `/v1/events/${service}/${what}?${query.toString()}`;
      return { service, ...(await ask<{ items: Item[]; nextCursor: string | null }>(target, 'GET', path)) };
    }),
  );
  return {
    events: pages.flatMap(({ service, items }) => items.map((item) => ({ service, ...item }))),
    cut: pages.filter(({ nextCursor }) => nextCursor !== null).map(({ service }) => service),
  };
}

/** Says so when there is more than was shown. */
export function sayWhatIsCut({ cut }: Pages<unknown>, say: Say): void {
  if (cut.length > 0) say(`There are more in ${cut.join(', ')}: narrow it down, or say --limit 200.`);
}
