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
  if (late.length === 0) return 0;

  const escalated = late.map((assignment) => escalate(assignment, policy));
  await updateAssignments(work.tx, escalated);
  const steps = escalated.map(({ complaintId, cycle, escalationLevel: level }, i) => {
    const { nextEscalationAt, answerDueAt } = late[i]!;
    return { id: work.newId(), complaintId, cycle, level, dueAt: nextEscalationAt ?? answerDueAt, escalatedAt: work.now };
  });
  await work.tx.getRepository(EscalationTable).insert(steps);
  for (const { complaintId, cycle, escalationLevel: level, answerDueAt } of escalated)
    work.emit(ComplaintEscalated({ complaintId, cycle, level, answerDueAt: answerDueAt.toISOString(), escalatedAt: work.now.toISOString() }));
  return late.length;
}
