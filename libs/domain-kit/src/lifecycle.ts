import { IllegalTransition } from './domain-error.js';

/** Which action leads from which status to which; a status without actions is final. */
export type Lifecycle<Status extends string, Action extends string> = Readonly<Record<Status, Readonly<Partial<Record<Action, Status>>>>>;

/** The actions that the table allows in this status, in the order of the table. */
export function allowedActions<Status extends string, Action extends string>(lifecycle: Lifecycle<Status, Action>, from: Status): Action[] {
  return Object.keys(lifecycle[from]) as Action[];
}

/** The status after the action; throws `IllegalTransition`, naming what is allowed, when the table has no such step. */
export function next<Status extends string, Action extends string>(lifecycle: Lifecycle<Status, Action>, from: Status, action: Action): Status {
  const to = lifecycle[from][action] as Status | undefined;
  if (to === undefined) throw new IllegalTransition(from, action, allowedActions(lifecycle, from));
  return to;
}

/** The table as a Mermaid state diagram, for the service's README. */
export function toMermaid<Status extends string, Action extends string>(lifecycle: Lifecycle<Status, Action>, first: Status): string {
  const lines = ['stateDiagram-v2', `  [*] --> ${first}`];
  for (const from of Object.keys(lifecycle) as Status[]) {
    const actions = allowedActions(lifecycle, from);
    for (const action of actions) lines.push(`  ${from} --> ${lifecycle[from][action] as string}: ${action}`);
    if (actions.length === 0) lines.push(`  ${from} --> [*]`);
  }
  return lines.join('\n');
}
