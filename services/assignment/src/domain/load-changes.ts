import { holderOf, type Assignment } from './assignment.js';

/** An assignment before and after a decision; null before it began. */
export interface Step {
  before: Assignment | null;
  after: Assignment;
}

/** What decisions change in the load of one agent. */
export interface LoadChange {
  agentId: string;
  by: number;
  /** Did they get something? Then it was their turn. */
  gets: boolean;
  /** Did they get past work, for which capacity is no limit? */
  historical: boolean;
}

/** What these decisions change in the agents' loads; whoever got something last comes last, as turns are counted. */
export function loadChanges(steps: readonly Step[]): LoadChange[] {
  const changes = new Map<string, LoadChange>();
  for (const { before, after } of steps) {
    const previous = before && holderOf(before);
    const holder = holderOf(after);
    if (previous === holder) continue;
    if (previous !== null) {
      const known = changes.get(previous);
      if (known) known.by -= 1;
      else changes.set(previous, { agentId: previous, by: -1, gets: false, historical: false });
    }
    if (holder !== null) {
      const known = changes.get(holder);
      changes.delete(holder);
      changes.set(holder, { agentId: holder, by: (known?.by ?? 0) + 1, gets: true, historical: known?.historical === true || after.historical });
    }
  }
  return [...changes.values()];
}
