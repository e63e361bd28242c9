import type { EffectivenessPolicy } from './effectiveness.js';
import type { FixTaskPolicy } from './fix-task.js';
import type { RecurrencePolicy } from './recurrence.js';

/** Every figure that improvement judges by. */
export interface Rules {
  recurrence: RecurrencePolicy;
  effectiveness: EffectivenessPolicy;
  fixTask: FixTaskPolicy;
}

/** The figures of a company that has not chosen its own. */
export const STANDARD_RULES: Rules = {
  recurrence: {
    threshold: 5,
    windowDays: 14,
    minimumDays: 3,
    minimumShare: 0.03,
    certainWithoutBusiestDay: 4,
    lookBackDays: 14,
    growth: { baseDays: 56, windowsDays: [7, 14], tailProbability: 0.001 },
  },
  effectiveness: {
    minimumBefore: 12,
    significanceByLook: [0.025, 0.0125, 0.0125],
    heldShareOfExpected: 0.5,
    noEffectBelow: 0.2,
    refusalSignificance: 0.05,
    movedShareOfLoss: 0.4,
    movedMinimum: 5,
  },
  fixTask: { expectedReduction: 0.5, dueDays: 28, windowDays: 28, soakDays: 1, settleDays: 7, maximumLooks: 3 },
};
