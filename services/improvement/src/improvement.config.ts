import { serviceSettings } from '#libs/service-kit';
import { z } from 'zod';
import { STANDARD_RULES, type Rules } from './domain/rules.js';

const { recurrence, effectiveness, fixTask } = STANDARD_RULES;
const count = (byDefault: number) => z.coerce.number().int().min(1).max(10_000).default(byDefault);
const days = (byDefault: number, least = 1) => z.coerce.number().int().min(least).max(366).default(byDefault);
const share = (byDefault: number) => z.coerce.number().gt(0).max(1).default(byDefault);

/** Settings of improvement: when a cause becomes a problem, how the effect of a fix is judged, when days are reviewed. */
export const improvementSettings = z.object({
  ...serviceSettings,
  IMPROVEMENT_RECURRENCE_THRESHOLD: count(recurrence.threshold),
  IMPROVEMENT_RECURRENCE_WINDOW_DAYS: days(recurrence.windowDays, 2),
  IMPROVEMENT_RECURRENCE_MINIMUM_DAYS: days(recurrence.minimumDays),
  IMPROVEMENT_RECURRENCE_MINIMUM_SHARE: z.coerce.number().min(0).max(1).default(recurrence.minimumShare),
  IMPROVEMENT_RECURRENCE_LOOK_BACK_DAYS: days(recurrence.lookBackDays, 0),
  IMPROVEMENT_GROWTH_BASE_DAYS: days(recurrence.growth.baseDays, 14),
  IMPROVEMENT_GROWTH_TAIL_PROBABILITY: share(recurrence.growth.tailProbability),
  IMPROVEMENT_FIX_EXPECTED_REDUCTION: share(fixTask.expectedReduction),
  IMPROVEMENT_FIX_DUE_DAYS: days(fixTask.dueDays),
  IMPROVEMENT_CHECK_WINDOW_DAYS: days(fixTask.windowDays, 7),
  IMPROVEMENT_CHECK_SOAK_DAYS: days(fixTask.soakDays, 0),
  IMPROVEMENT_CHECK_SETTLE_DAYS: days(fixTask.settleDays, 0),
  IMPROVEMENT_CHECK_MINIMUM_BEFORE: count(effectiveness.minimumBefore),
  IMPROVEMENT_REVIEW_EVERY_SECONDS: z.coerce.number().int().min(1).max(86_400).default(3_600),
});

export type ImprovementConfig = z.infer<typeof improvementSettings>;

/** The settings in the words of the domain. */
export function rulesOf(config: ImprovementConfig): Rules {
  return {
    recurrence: {
      ...recurrence,
      threshold: config.IMPROVEMENT_RECURRENCE_THRESHOLD,
      windowDays: config.IMPROVEMENT_RECURRENCE_WINDOW_DAYS,
      minimumDays: config.IMPROVEMENT_RECURRENCE_MINIMUM_DAYS,
      minimumShare: config.IMPROVEMENT_RECURRENCE_MINIMUM_SHARE,
      lookBackDays: config.IMPROVEMENT_RECURRENCE_LOOK_BACK_DAYS,
      certainWithoutBusiestDay: Math.max(1, config.IMPROVEMENT_RECURRENCE_THRESHOLD - 1),
      growth: { ...recurrence.growth, baseDays: config.IMPROVEMENT_GROWTH_BASE_DAYS, tailProbability: config.IMPROVEMENT_GROWTH_TAIL_PROBABILITY },
    },
    effectiveness: { ...effectiveness, minimumBefore: config.IMPROVEMENT_CHECK_MINIMUM_BEFORE },
    fixTask: {
      ...fixTask,
      expectedReduction: config.IMPROVEMENT_FIX_EXPECTED_REDUCTION,
      dueDays: config.IMPROVEMENT_FIX_DUE_DAYS,
      windowDays: config.IMPROVEMENT_CHECK_WINDOW_DAYS,
      soakDays: config.IMPROVEMENT_CHECK_SOAK_DAYS,
      settleDays: config.IMPROVEMENT_CHECK_SETTLE_DAYS,
    },
  };
}
