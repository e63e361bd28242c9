import { allowedActions, next, type DomainError } from '#libs/domain-kit';
import { answerAwaited, causeMissing, decisionNotTold, secondStageOpen } from './errors.js';
import { daysAfter, type ResolutionPolicy } from './policy.js';
import { RESOLUTION_LIFECYCLE, type Decision, type Resolution } from './resolution.js';

/** What an agent answers when the cause is honestly unknown; analysis can name it later. */
export const NOT_YET_KNOWN = 'not-yet-known';

/** Decisions that do not give the customer all they asked for: they wait for the customer's answer. */
const AWAITS_ANSWER: readonly Decision[] = ['partly-upheld', 'rejected'];

/** The cause that the closing names, and who names it. */
export interface Closing {
  causeCode?: string;
  causeNote?: string;
  at: Date;
  by: string;
  /** Records of the past were answered, or not, long ago: they do not wait for the answer window again. */
  isRecordOfThePast: boolean;
}

type WhatMatters = Pick<Resolution, 'status' | 'stage' | 'decision' | 'proposedAt'>;
type AnswerWindow = Pick<ResolutionPolicy, 'answerWithinDays'>;

/** Why handling cannot end yet, or undefined when it can: the customer is told first, and a refusal stays open until its options are exhausted. */
export function whyNotClosable(
  { status, stage, decision, proposedAt }: WhatMatters,
  now: Date,
  { answerWithinDays }: AnswerWindow,
): DomainError | undefined {
  if (stage === 0 || decision === null || proposedAt === null) return decisionNotTold();
  if (status === 'declined' && stage < 2) return secondStageOpen();
  const answerBy = daysAfter(proposedAt, answerWithinDays);
  if (status === 'proposed' && AWAITS_ANSWER.includes(decision) && now < answerBy) return answerAwaited(answerBy);
  return undefined;
}

/** Handling ends, with the decision told and a cause that analysis can learn from. */
export function close(resolution: Resolution, { causeCode, causeNote, at, by, isRecordOfThePast }: Closing, policy: AnswerWindow): Resolution {
  const isOver = !allowedActions(RESOLUTION_LIFECYCLE, resolution.status).includes('withdraw');
  const refusal = isOver ? undefined : whyNotClosable(resolution, at, isRecordOfThePast ? { answerWithinDays: 0 } : policy);
  if (refusal !== undefined) throw refusal;
  const status = next(RESOLUTION_LIFECYCLE, resolution.status, 'close');
  if (causeCode === undefined && resolution.facts.kind === 'complaint') throw causeMissing(NOT_YET_KNOWN);
  return { ...resolution, status, causeCode: causeCode ?? null, causeNote: causeNote ?? null, closedAt: at, closedBy: by };
}
