import { ConfigFault, serviceSettings } from '#libs/service-kit';
import { z } from 'zod';
import type { AnswerPolicy } from './domain/answer-due.js';

const minutes = (byDefault: number) => z.coerce.number().int().min(1).max(525_600).default(byDefault);
const minuteOfDay = (byDefault: number) => z.coerce.number().int().min(0).max(1_440).default(byDefault);
const seconds = (byDefault: number) => z.coerce.number().int().min(1).max(3_600).default(byDefault);

const weekdays = z
  .string()
  .regex(/^[0-6](,[0-6])*$/, 'is not a list like 1,2,3,4,5,6 (0 = Sunday)')
  .default('1,2,3,4,5,6')
  .transform((list) => [...new Set(list.split(',').map(Number))]);

/** Settings of assignment: how soon we answer, when we are open, how often the schedules run. Minutes to answer count working time. */
export const assignmentSettings = z.object({
  ...serviceSettings,
  ASSIGNMENT_ANSWER_WITHIN_MINUTES_URGENT: minutes(120),
  ASSIGNMENT_ANSWER_WITHIN_MINUTES_HIGH: minutes(240),
  ASSIGNMENT_ANSWER_WITHIN_MINUTES_NORMAL: minutes(720),
  ASSIGNMENT_ANSWER_WITHIN_MINUTES_LOW: minutes(1_440),
  ASSIGNMENT_ESCALATE_AGAIN_AFTER_MINUTES: minutes(240),
  ASSIGNMENT_OPEN_UTC_OFFSET_MINUTES: z.coerce.number().int().min(-720).max(840).default(540),
  ASSIGNMENT_OPEN_WEEKDAYS: weekdays,
  ASSIGNMENT_OPEN_FROM_MINUTE_OF_DAY: minuteOfDay(540),
  ASSIGNMENT_OPEN_UNTIL_MINUTE_OF_DAY: minuteOfDay(1_260).refine((minute) => minute > 0, 'is midnight at the beginning of the day; its end is 1440'),
  ASSIGNMENT_ESCALATE_EVERY_SECONDS: seconds(30),
  ASSIGNMENT_ROUTE_QUEUE_EVERY_SECONDS: seconds(30),
});

export type AssignmentConfig = z.infer<typeof assignmentSettings>;

/** The settings in the words of the domain. */
export function answerPolicyOf(config: AssignmentConfig): AnswerPolicy {
  if (config.ASSIGNMENT_OPEN_FROM_MINUTE_OF_DAY >= config.ASSIGNMENT_OPEN_UNTIL_MINUTE_OF_DAY)
    throw new ConfigFault(['ASSIGNMENT_OPEN_FROM_MINUTE_OF_DAY: must be before ASSIGNMENT_OPEN_UNTIL_MINUTE_OF_DAY']);
  return {
    withinMinutes: {
      urgent: config.ASSIGNMENT_ANSWER_WITHIN_MINUTES_URGENT,
      high: config.ASSIGNMENT_ANSWER_WITHIN_MINUTES_HIGH,
      normal: config.ASSIGNMENT_ANSWER_WITHIN_MINUTES_NORMAL,
      low: config.ASSIGNMENT_ANSWER_WITHIN_MINUTES_LOW,
    },
    escalateAgainAfterMinutes: config.ASSIGNMENT_ESCALATE_AGAIN_AFTER_MINUTES,
    hours: {
      utcOffsetMinutes: config.ASSIGNMENT_OPEN_UTC_OFFSET_MINUTES,
      weekdays: config.ASSIGNMENT_OPEN_WEEKDAYS,
      opensAtMinute: config.ASSIGNMENT_OPEN_FROM_MINUTE_OF_DAY,
      closesAtMinute: config.ASSIGNMENT_OPEN_UNTIL_MINUTE_OF_DAY,
    },
  };
}
