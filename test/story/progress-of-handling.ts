import type { Step } from './story-complaint.js';

/** What the loop tells of a resolution, as far as the story needs it. */
export interface ResolutionState {
  status: 'investigating' | 'proposed' | 'accepted' | 'declined' | 'closed' | 'withdrawn';
  cycle: number;
  stage: number;
  agentId: string | null;
  messages: readonly { cycle: number; text: string }[];
  findings: readonly { cycle: number; text: string }[];
}

/** A place on the way of a complaint; later places are larger, compared from left to right. */
type Place = readonly [cycle: number, stage: number, state: number];

const STATE = { investigating: 0, proposed: 1, declined: 2, accepted: 2, closed: 3, withdrawn: 4 } as const;

/** The steps that the loop has not seen yet: those of an earlier telling are never done again. */
export function stepsLeft(steps: readonly Step[], state: ResolutionState | undefined): Step[] {
  if (!state) return [...steps];
  if (state.status === 'withdrawn') return [];
  const reached: Place = [state.cycle, state.stage, STATE[state.status]];
  let place: Place = [1, 0, 0];
  return steps.filter((step) => {
    place = placeAfter(step, place);
    if (step.do === 'message') return !isSaid(state.messages, step.text, place) && !isPast(place, reached);
    if (step.do === 'find') return !isSaid(state.findings, step.text, place) && !isPast(place, reached);
    return compare(place, reached) > 0;
  });
}

function placeAfter(step: Step, [cycle, stage, state]: Place): Place {
  switch (step.do) {
    case 'propose':
      return [cycle, stage + 1, STATE.proposed];
    case 'accept':
    case 'decline':
      return [cycle, stage, STATE.accepted];
    case 'close':
      return [cycle, stage, STATE.closed];
    case 'withdraw':
      return [cycle, stage, STATE.withdrawn];
    case 'reopen':
      return [cycle + 1, 0, STATE.investigating];
    default:
      return [cycle, stage, state];
  }
}

function isSaid(said: readonly { cycle: number; text: string }[], text: string, [cycle]: Place): boolean {
  return said.some((words) => words.cycle === cycle && words.text === text);
}

/** Nothing can be said any more about what was closed, or about an earlier cycle. */
function isPast([cycle]: Place, [reachedCycle, , reachedState]: Place): boolean {
  return cycle < reachedCycle || (cycle === reachedCycle && reachedState >= STATE.closed);
}

function compare(a: Place, b: Place): number {
  const differing = a.findIndex((part, index) => part !== b[index]);
  return differing < 0 ? 0 : a[differing]! - b[differing]!;
}
