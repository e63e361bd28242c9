import { serviceSettings } from '#libs/service-kit';
import { z } from 'zod';
import type { ResolutionPolicy } from './domain/policy.js';

const days = (otherwise: number) => z.coerce.number().int().min(1).max(365).default(otherwise);
const limits = z.record(z.string().regex(/^[A-Z]{3}$/), z.int().nonnegative());

const LIMITS_OF_AN_AGENT = '{"KRW":30000,"USD":3000,"INR":200000}';

/** What the environment of this service says. */
export const resolutionSettings = z.object({
  ...serviceSettings,
  RESOLUTION_ANSWER_WITHIN_DAYS: days(14),
  RESOLUTION_REOPEN_WITHIN_DAYS: days(30),
  RESOLUTION_AGENT_REDRESS_LIMITS_MINOR: z
    .string()
    .default(LIMITS_OF_AN_AGENT)
    .transform((words, context): unknown => {
      try {
        return JSON.parse(words);
      } catch {
        context.addIssue('is not JSON such as {"KRW":30000}');
        return z.NEVER;
      }
    })
    .pipe(limits),
});

export type ResolutionConfig = z.infer<typeof resolutionSettings>;

/** The part of the configuration that our rules ask for. */
export function policyOf(config: ResolutionConfig): ResolutionPolicy {
  return {
    answerWithinDays: config.RESOLUTION_ANSWER_WITHIN_DAYS,
    reopenWithinDays: config.RESOLUTION_REOPEN_WITHIN_DAYS,
    agentRedressLimitsMinor: config.RESOLUTION_AGENT_REDRESS_LIMITS_MINOR,
  };
}
