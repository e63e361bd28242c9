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
