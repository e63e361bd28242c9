import { ComplaintRegistered } from './complaint-registered.js';
import { ComplaintAcknowledged } from './complaint-acknowledged.js';
import { ComplaintWithdrawn } from './complaint-withdrawn.js';
import { ComplaintAssigned } from './complaint-assigned.js';
import { ComplaintQueued } from './complaint-queued.js';
import { ComplaintEscalated } from './complaint-escalated.js';
import { InvestigationOpened } from './investigation-opened.js';
import { MessageSent } from './message-sent.js';
import { ResolutionProposed } from './resolution-proposed.js';
import { ResolutionAccepted } from './resolution-accepted.js';
import { ResolutionDeclined } from './resolution-declined.js';
import { ComplaintClosed } from './complaint-closed.js';
import { ComplaintReopened } from './complaint-reopened.js';
import { CauseRecorded } from './cause-recorded.js';
import { ProblemOpened } from './problem-opened.js';
import { ProblemReopened } from './problem-reopened.js';
import { ProblemClosed } from './problem-closed.js';
import { FixTaskOpened } from './fix-task-opened.js';
import { FixTaskStarted } from './fix-task-started.js';
import { FixTaskShipped } from './fix-task-shipped.js';
import { EffectivenessJudged } from './effectiveness-judged.js';
import type { AnyEventContract } from './define-event.js';

/** Every event that exists, in the order of the loop. */
export const ALL_EVENTS: readonly AnyEventContract[] = [
  ComplaintRegistered,
  ComplaintAcknowledged,
  ComplaintWithdrawn,
  ComplaintAssigned,
  ComplaintQueued,
  ComplaintEscalated,
  InvestigationOpened,
  MessageSent,
  ResolutionProposed,
  ResolutionAccepted,
  ResolutionDeclined,
  ComplaintClosed,
  ComplaintReopened,
  CauseRecorded,
  ProblemOpened,
  ProblemReopened,
  ProblemClosed,
  FixTaskOpened,
  FixTaskStarted,
  FixTaskShipped,
  EffectivenessJudged,
];

const byType = new Map(ALL_EVENTS.map((contract) => [contract.type, contract]));

/** The contract of an event in its newest major, by the event's name without a version (`complaint.closed`); undefined when this build does not know it. */
export function contractOf(type: string): AnyEventContract | undefined {
  return byType.get(type);
}
