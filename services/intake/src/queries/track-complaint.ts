import type { EntityManager } from 'typeorm';
import type { Complaint } from '../domain/complaint.js';
import { nextStepFor } from '../domain/next-step.js';
import { overallStatus, type Handling } from '../domain/status-view.js';
import { sentenceFor, type TimelineStep } from '../domain/timeline.js';
import { TimelineEntryTable } from '../store/timeline-entry.table.js';
import { complaintById } from './complaint-view.js';

/** One step as it is told. */
export interface ToldStep {
  at: string;
  step: TimelineStep;
  sentence: string;
}

/** Everything that happened to a complaint, oldest first, in its customer's language. */
export async function timelineOf(tx: EntityManager, complaint: Complaint): Promise<ToldStep[]> {
  // Event ids are uuid v7: inside one instant they keep the order in which the steps were taken.
  const others = await tx.find(TimelineEntryTable, { where: { complaintId: complaint.id }, order: { eventId: 'ASC' } });
  const { registeredAt, acknowledgedAt, withdrawnAt } = complaint;
  // A withdrawal may be set to the moment of the step that it follows.
  const steps = [...taken('registered', registeredAt), ...taken('acknowledged', acknowledgedAt), ...others, ...taken('withdrawn', withdrawnAt)];
  return steps
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ step, at }) => ({ step, at: at.toISOString(), sentence: sentenceFor(step, complaint) }));
}

function taken(step: TimelineStep, at: Date | null): { step: TimelineStep; at: Date }[] {
  return at ? [{ step, at }] : [];
}

/** The customer's status view: where it stands, who and until when, the last step and the next, nothing internal. */
export async function trackComplaint(tx: EntityManager, complaintId: string) {
  const { complaint, handling } = await complaintById(tx, complaintId);
  const timeline = (await timelineOf(tx, complaint)).map(({ at, sentence }) => ({ at, sentence }));
  const status = overallStatus(complaint, handling);
  return {
    ...{ reference: complaint.reference, kind: complaint.kind, status, language: complaint.language },
    registeredAt: complaint.registeredAt.toISOString(),
    answerDueAt: isOver(status) ? null : (handling.answerDueAt?.toISOString() ?? null),
    lastStep: timeline.at(-1)!,
    nextStep: nextStepFor(complaint, status, handling),
    canWithdraw: canWithdraw(complaint, handling),
    timeline,
    agentId: handling.agentId,
  };
}

/** Whether the customer may still take the complaint back. */
export function canWithdraw(complaint: Complaint, handling: Handling): boolean {
  return !isOver(overallStatus(complaint, handling));
}

const isOver = (status: string): boolean => status === 'closed' || status === 'withdrawn';
