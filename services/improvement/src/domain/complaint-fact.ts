import { weekOf, type Day } from './calendar.js';

export type ComplaintKind = 'complaint' | 'question' | 'praise' | 'suggestion';

/** What improvement knows of one complaint; events of different topics may tell it in any order. */
export interface ComplaintFact {
  complaintId: string;
  kind: ComplaintKind | null;
  product: string | null;
  language: string | null;
  occurredAt: Date | null;
  registeredAt: Date | null;
  withdrawnAt: Date | null;
  closedAt: Date | null;
  /** The cycle that was closed last; 0 = never. */
  closedCycle: number;
  reopenedAt: Date | null;
  /** The cycle that the last reopening began; 0 = never. */
  reopenedCycle: number;
  /** A cause record exists. */
  hasCause: boolean;
}

/** What every event about a complaint's beginning tells. */
export interface Beginning {
  kind: ComplaintKind;
  product: string;
  language: string;
  occurredAt: Date;
  registeredAt: Date;
}

/** A complaint of which nothing was heard yet. */
export function unheardOf(complaintId: string): ComplaintFact {
  return {
    complaintId,
    kind: null,
    product: null,
    language: null,
    occurredAt: null,
    registeredAt: null,
    withdrawnAt: null,
    closedAt: null,
    closedCycle: 0,
    reopenedAt: null,
    reopenedCycle: 0,
    hasCause: false,
  };
}

/** We heard how it began. */
export function heardRegistered(fact: ComplaintFact, beginning: Beginning): ComplaintFact {
  return { ...fact, ...beginning };
}

/** We heard that it was taken back. */
export function heardWithdrawn(fact: ComplaintFact, withdrawnAt: Date): ComplaintFact {
  return { ...fact, withdrawnAt };
}

/** We heard that a cycle was closed; an older cycle than the known one changes nothing. */
export function heardClosed(fact: ComplaintFact, closing: Beginning & { cycle: number; closedAt: Date; hasCause: boolean }): ComplaintFact {
  const { cycle, closedAt, hasCause, ...beginning } = closing;
  if (cycle < fact.closedCycle) return { ...fact, ...beginning };
  return { ...fact, ...beginning, closedAt, closedCycle: cycle, hasCause: fact.hasCause || hasCause };
}

/** We heard that it needs handling again. */
export function heardReopened(fact: ComplaintFact, cycle: number, reopenedAt: Date): ComplaintFact {
  return cycle <= fact.reopenedCycle ? fact : { ...fact, reopenedCycle: cycle, reopenedAt };
}

/** Where a complaint stands: closed wins over withdrawn, a reopening that was not closed again makes it open. */
export function standing(fact: ComplaintFact): 'open' | 'closed' | 'withdrawn' {
  if (fact.closedCycle > 0 && fact.closedCycle >= fact.reopenedCycle) return 'closed';
  const isTakenBack = fact.withdrawnAt && !(fact.reopenedAt && fact.reopenedAt > fact.withdrawnAt);
  return isTakenBack ? 'withdrawn' : 'open';
}

/** A line of the tally: what a complaint adds to one week. */
export interface TallyChange {
  week: Day;
  kind: ComplaintKind;
  language: string;
  received: number;
  closed: number;
  withdrawn: number;
  causes: number;
}

/** What the tally must change when the knowledge about one complaint changes. */
export function tallyChanges(before: ComplaintFact, after: ComplaintFact): TallyChange[] {
  const changes = new Map<string, TallyChange>();
  for (const [fact, sign] of [
    [before, -1],
    [after, 1],
  ] as const) {
    for (const part of contributions(fact)) {
      const key = `${part.week} ${part.kind} ${part.language}`;
      const sum = changes.get(key) ?? { ...part, received: 0, closed: 0, withdrawn: 0, causes: 0 };
      for (const count of ['received', 'closed', 'withdrawn', 'causes'] as const) sum[count] += sign * part[count];
      changes.set(key, sum);
    }
  }
  return [...changes.values()].filter((change) => change.received || change.closed || change.withdrawn || change.causes);
}

function contributions(fact: ComplaintFact): TallyChange[] {
  const { kind, language, registeredAt, closedAt, withdrawnAt } = fact;
  if (!kind || !language || !registeredAt) return [];
  const nothing = { kind, language, received: 0, closed: 0, withdrawn: 0, causes: 0 };
  const parts: TallyChange[] = [{ ...nothing, week: weekOf(registeredAt), received: 1 }];
  const now = standing(fact);
  if (now === 'closed' && closedAt) parts.push({ ...nothing, week: weekOf(closedAt), closed: 1, causes: fact.hasCause ? 1 : 0 });
  if (now === 'withdrawn' && withdrawnAt) parts.push({ ...nothing, week: weekOf(withdrawnAt), withdrawn: 1 });
  return parts;
}
