import { addWorkingMinutes, type BusinessHours } from '#libs/domain-kit';

export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** How soon we answer, counted in working time, and when a missed promise moves up a second time. */
export interface AnswerPolicy {
  withinMinutes: Readonly<Record<Priority, number>>;
  escalateAgainAfterMinutes: number;
  hours: BusinessHours;
}

/** A missed promise moves up to the team lead, then to management; there is nobody above. */
const LAST_LEVEL = 2;

/** The moment until which the customer is promised an answer. */
export function answerDueAt(from: Date, priority: Priority, { withinMinutes, hours }: AnswerPolicy): Date {
  return addWorkingMinutes(from, withinMinutes[priority], hours);
}

/** When a complaint at this level moves up once more; null at the last level. */
export function escalatesAgainAt(dueAt: Date, level: number, { escalateAgainAfterMinutes, hours }: AnswerPolicy): Date | null {
  return level >= LAST_LEVEL ? null : addWorkingMinutes(dueAt, escalateAgainAfterMinutes * level, hours);
}
