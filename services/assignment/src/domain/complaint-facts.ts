import type { Priority } from './answer-due.js';

/** What we know of the complaint without asking intake; copied from `complaint.registered`. */
export interface ComplaintFacts {
  kind: string;
  channel: string;
  product: string;
  language: string;
  priority: Priority;
  needsCare: boolean;
  occurredAt: Date;
  registeredAt: Date;
  /** Imported for a past day: capacity is no limit and nobody is chased. */
  historical: boolean;
}

/** Praise is passed on, not handled: it needs nobody. */
export function needsSomebody({ kind }: Pick<ComplaintFacts, 'kind'>): boolean {
  return kind !== 'praise';
}

/** What we know of the complaint, for its next cycle. */
export function factsOf({
  kind,
  channel,
  product,
  language,
  priority,
  needsCare,
  occurredAt,
  registeredAt,
  historical,
}: ComplaintFacts): ComplaintFacts {
  return { kind, channel, product, language, priority, needsCare, occurredAt, registeredAt, historical };
}
