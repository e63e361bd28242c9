import { assess, derivePriority, priorityRule } from './priority.js';

describe('C6 priority comes from severity, impact and urgency by a versioned rule', () => {
  it.each([
    ['payment', 'high'],
    ['delay', 'normal'],
    ['service', 'normal'],
    ['quality', 'low'],
    ['other', 'low'],
  ] as const)('%s is %s when nothing else is known', (category, priority) => {
    const rule = priorityRule();
    expect(derivePriority(rule, assess(rule, category, false, {}))).toBe(priority);
  });

  it.each([
    [3, 3, 2, 'urgent'],
    [2, 3, 3, 'urgent'],
    [2, 2, 3, 'high'],
    [3, 3, 1, 'normal'],
    [2, 2, 2, 'normal'],
    [3, 2, 1, 'low'],
    [1, 2, 3, 'low'],
  ] as const)('severity %i, impact %i, urgency %i: %s', (severity, impact, urgency, priority) => {
    expect(derivePriority(priorityRule(1), { severity, impact, urgency })).toBe(priority);
  });

  it('rises with the need of care', () => {
    const rule = priorityRule();
    expect(derivePriority(rule, assess(rule, 'payment', true, {}))).toBe('urgent');
  });

  it('takes a stated assessment before the default', () => {
    const rule = priorityRule();
    expect(assess(rule, 'quality', false, { severity: 3, impact: 3 })).toEqual({ severity: 3, impact: 3, urgency: 2 });
    expect(assess(rule, 'quality', true, { urgency: 1 })).toEqual({ severity: 1, impact: 2, urgency: 1 });
  });

  it('names the version that judged, and refuses one that never was', () => {
    expect(priorityRule().version).toBe(1);
    expect(() => priorityRule(99)).toThrow('no priority rule 99');
  });
});
