import { ComplaintEscalated } from '#libs/contracts';
import type { Work } from '#libs/messaging';
import type { AnswerPolicy } from '../domain/answer-due.js';
import { escalate } from '../domain/assignment.js';
import { updateAssignments } from '../store/assignment-rows.js';
import { tryHoldSweep } from '../store/dispatch.js';
import { EscalationTable } from '../store/escalation.table.js';
import { overdue } from '../store/waiting.js';

export type { AnswerPolicy };

/** Moves up what is overdue now, at most `limit` at a time; returns how many. Another replica that sweeps at the same moment gets nothing. */
export async function escalateOverdue(work: Work, limit: number, policy: AnswerPolicy): Promise<number> {
  if (!(await tryHoldSweep(work.tx, 'escalate-overdue'))) return 0;
  const late = await overdue(work.tx, work.now, limit);
  const escalated = late.map((assignment) => ({ assignment, after: escalate(assignment, policy) }));
  await updateAssignments(
    work.tx,
    escalated.map(({ after }) => after),
  );
  for (const { assignment, after } of escalated) {
    const { complaintId, cycle, answerDueAt } = assignment;
    const level = after.escalationLevel;
    const step = { complaintId, cycle, level, dueAt: assignment.nextEscalationAt ?? answerDueAt, escalatedAt: work.now };
    await work.tx.getRepository(EscalationTable).insert({ id: work.newId(), ...step });
    work.emit(ComplaintEscalated({ complaintId, cycle, level, answerDueAt: answerDueAt.toISOString(), escalatedAt: work.now.toISOString() }));
  }
  return late.length;
}
