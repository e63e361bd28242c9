import { DomainError } from '#libs/domain-kit';

export type Priority = 'urgent' | 'high' | 'normal' | 'low';
export const CATEGORIES = ['payment', 'delay', 'quality', 'service', 'other'] as const;
export type Category = (typeof CATEGORIES)[number];

/** What the initial assessment of a complaint says, each from 1 (slight) to 3 (grave). */
export interface Assessment {
  severity: number;
  impact: number;
  urgency: number;
}

/** One version of the rule; old versions stay, because every complaint keeps the number of the one that judged it. */
export interface PriorityRule {
  version: number;
  severityOf: Readonly<Record<Category, number>>;
  /** Smallest severity × impact × urgency of each priority; below all of them it is low. */
  atLeast: Readonly<Record<'urgent' | 'high' | 'normal', number>>;
}

const PRIORITY_RULES: readonly PriorityRule[] = [
  {
    version: 1,
    // A wrong payment before a delay before a flaw of quality: money first, then the meal that is still on its way.
    severityOf: { payment: 3, delay: 2, service: 2, quality: 1, other: 1 },
    atLeast: { urgent: 18, high: 12, normal: 8 },
  },
];

const ORDINARY = 2;

/** The rule of that version, the newest when none is named; throws a `DomainError` for a version that never was. */
export function priorityRule(version?: number): PriorityRule {
  const rule = version === undefined ? PRIORITY_RULES.at(-1) : PRIORITY_RULES.find((each) => each.version === version);
  if (!rule) throw new DomainError('priority-rule.unknown-version', `There is no priority rule ${version}.`, 'not-found');
  return rule;
}

/** Fills in what nobody assessed: severity from the category, urgency from the need of care, the rest as ordinary. */
export function assess(rule: PriorityRule, category: Category, needsCare: boolean, stated: Partial<Assessment>): Assessment {
  return {
    severity: stated.severity ?? rule.severityOf[category],
    impact: stated.impact ?? ORDINARY,
    urgency: stated.urgency ?? (needsCare ? ORDINARY + 1 : ORDINARY),
  };
}

/** Priority = severity × impact × urgency against the rule's thresholds. */
export function derivePriority(rule: PriorityRule, { severity, impact, urgency }: Assessment): Priority {
  const score = severity * impact * urgency;
  if (score >= rule.atLeast.urgent) return 'urgent';
  if (score >= rule.atLeast.high) return 'high';
  return score >= rule.atLeast.normal ? 'normal' : 'low';
}
