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
  /** How much of that is past work, for which capacity is no limit. */
  past: number;
  /** Did they get something? Then it was their turn. */
  gets: boolean;
}

const NOTHING = { by: 0, past: 0, gets: false };

/** What these decisions change in the agents' loads; whoever got something last comes last, as turns are counted. */
export function loadChanges(steps: readonly Step[]): LoadChange[] {
  const changes = new Map<string, LoadChange>();
  for (const { before, after } of steps) {
    const previous = before && holderOf(before);
    const holder = holderOf(after);
    if (previous === holder) continue;
    const past = after.historical ? 1 : 0;
    if (previous !== null) {
      const { by, past: ofPast, gets } = changes.get(previous) ?? NOTHING;
      changes.set(previous, { agentId: previous, by: by - 1, past: ofPast - past, gets });
    }
    if (holder !== null) {
      const { by, past: ofPast } = changes.get(holder) ?? NOTHING;
      changes.delete(holder);
      changes.set(holder, { agentId: holder, by: by + 1, past: ofPast + past, gets: true });
    }
  }
  return [...changes.values()];
}
