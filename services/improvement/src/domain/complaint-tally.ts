import { weekOf, type Day } from './calendar.js';
import { standing, type ComplaintFact, type ComplaintKind } from './complaint-fact.js';

/** A line of the tally: what complaints add to one week. */
export interface TallyChange {
  week: Day;
  kind: ComplaintKind;
  language: string;
  received: number;
  closed: number;
  withdrawn: number;
  causes: number;
}

/** How the knowledge about one complaint changed. */
export interface FactChange {
  before: ComplaintFact;
  after: ComplaintFact;
}

/** What the tally must change when the knowledge about complaints changes, summed by line. */
export function tallyChanges(facts: readonly FactChange[]): TallyChange[] {
  const changes = new Map<string, TallyChange>();
  for (const { before, after } of facts) {
    addTo(changes, before, -1);
    addTo(changes, after, 1);
  }
  return [...changes.values()].filter((change) => change.received || change.closed || change.withdrawn || change.causes);
}

function addTo(changes: Map<string, TallyChange>, fact: ComplaintFact, sign: 1 | -1): void {
  for (const part of contributions(fact)) {
    const key = `${part.week} ${part.kind} ${part.language}`;
    const sum = changes.get(key) ?? { ...part, received: 0, closed: 0, withdrawn: 0, causes: 0 };
    for (const count of ['received', 'closed', 'withdrawn', 'causes'] as const) sum[count] += sign * part[count];
    changes.set(key, sum);
  }
}

function contributions(fact: ComplaintFact): TallyChange[] {
  const { kind, language, registeredAt, closedAt, withdrawnAt } = fact;
  if (!kind || !language || !registeredAt) return [];
  const nothing = { week: '', kind, language, received: 0, closed: 0, withdrawn: 0, causes: 0 };
  const parts: TallyChange[] = [{ ...nothing, week: weekOf(registeredAt), received: 1 }];
  const now = standing(fact);
  if (now === 'closed' && closedAt) parts.push({ ...nothing, week: weekOf(closedAt), closed: 1, causes: fact.hasCause ? 1 : 0 });
  if (now === 'withdrawn' && withdrawnAt) parts.push({ ...nothing, week: weekOf(withdrawnAt), withdrawn: 1 });
  return parts;
}
