import { IllegalTransition } from '#libs/domain-kit';
import { afterFix, comparisonOf, noteLook, openFixTask, planFixTask, shipFixTask, startFixTask, type FixTask } from './fix-task.js';
import { STANDARD_RULES } from './rules.js';

const policy = STANDARD_RULES.fixTask;
const problem = { id: 'p', cycle: 1, causeCode: 'late', product: 'delivery', reason: '5 complaints' };
const openedAt = new Date('2026-03-02T12:00:00Z');
const shippedAt = new Date('2026-03-10T08:00:00Z');
const aTask = () => openFixTask('t', problem, openedAt, ['late'], policy);
const start = (task: FixTask, at = openedAt, isStated = false) => startFixTask(task, { by: 'eun', at, isStated, previousShippedAt: null });
const shipped = () => shipFixTask(start(aTask()), { by: 'eun', at: shippedAt, historical: false });

it('C35 a fix task has a due date and an expected effect as a number', () => {
  expect(aTask()).toMatchObject({ status: 'open', dueOn: '2026-03-30', expectedReduction: 0.5, cycle: 1, owner: null });
});

it('whoever starts it owns it, unless somebody does', () => {
  expect(start(aTask()).owner).toBe('eun');
  const ofRavi = planFixTask(aTask(), { owner: 'ravi' });
  expect(start(ofRavi).owner).toBe('ravi');
  expect([planFixTask(ofRavi, { expectedReduction: 0.6 }).owner, planFixTask(ofRavi, { owner: null }).owner]).toEqual(['ravi', null]);
});

it('C42 starts after the fix before it shipped: a stated moment before is refused, a clock that is behind starts it with the shipping', () => {
  const early = new Date(shippedAt.getTime() - 1);
  const next = (at: Date, isStated: boolean) => startFixTask(aTask(), { by: 'eun', at, isStated, previousShippedAt: shippedAt });
  expect(() => next(early, true)).toThrow(expect.objectContaining({ code: 'fix-task.started-too-early', refusal: 'invalid' }));
  expect(next(shippedAt, true)).toMatchObject({ status: 'started', startedAt: shippedAt });
  expect(next(early, false)).toMatchObject({ status: 'started', startedAt: shippedAt });
});

it('the first fix may have started before the problem was found: history is also told in bulk', () => {
  const early = new Date(openedAt.getTime() - 86_400_000);
  expect(start(aTask(), early, true)).toMatchObject({ status: 'started', startedAt: early });
});

it('ships once, and only what was started', () => {
  expect(() => shipFixTask(aTask(), { by: 'eun', at: shippedAt, historical: false })).toThrow(/allowed: start/);
  expect(() => shipFixTask(shipped(), { by: 'eun', at: shippedAt, historical: false })).toThrow(IllegalTransition);
});

it('cannot have shipped before it was started', () => {
  const started = start(aTask(), shippedAt);
  expect(() => shipFixTask(started, { by: 'eun', at: openedAt, historical: true })).toThrow('before somebody started it');
  expect(shipFixTask(started, { by: 'eun', at: shippedAt, historical: true })).toMatchObject({ shippedAt, historical: true });
});

it('ships though the clock of another replica started it a moment ahead', () => {
  const started = start(aTask(), shippedAt);
  const at = new Date(shippedAt.getTime() - 40);
  expect(shipFixTask(started, { by: 'eun', at, historical: false })).toMatchObject({ status: 'shipped', shippedAt });
});

it('C39 what it is measured by is frozen when it ships', () => {
  expect(shipped().criteria).toEqual({
    ...{ metric: 'complaints-by-occurrence', causeCodes: ['late'] },
    ...{ windowDays: 28, soakDays: 1, settleDays: 7, shippedOn: '2026-03-10' },
  });
  const frozen = (field: string) =>
    expect.objectContaining({ code: 'fix-task.criteria-frozen', refusal: 'conflict', details: expect.objectContaining({ field }) });
  expect(() => planFixTask(shipped(), { expectedReduction: 0.1 })).toThrow(frozen('/expectedReduction'));
  expect(() => planFixTask(shipped(), { dueOn: '2026-05-01' })).toThrow(frozen('/dueOn'));
  expect(planFixTask(shipped(), { owner: 'ravi' }).owner).toBe('ravi');
});

it('C35 is due on the day on which it opened or later', () => {
  expect(planFixTask(aTask(), { dueOn: '2026-03-02' }).dueOn).toBe('2026-03-02');
  const refusal = expect.objectContaining({
    code: 'fix-task.due-before-opened',
    refusal: 'invalid',
    details: expect.objectContaining({ field: '/dueOn' }),
  });
  expect(() => planFixTask(aTask(), { dueOn: '2026-03-01' })).toThrow(refusal);
});

it('C40 windows are equally long, cover the same weekdays, and leave the day of shipping out', () => {
  expect(comparisonOf(shipped(), 1)).toEqual({
    windowDays: 28,
    ...{ beforeFrom: '2026-02-10', beforeTo: '2026-03-09' },
    ...{ afterFrom: '2026-03-11', afterTo: '2026-04-07' },
    judgeOn: '2026-04-14',
  });
  expect(comparisonOf(shipped(), 2)).toMatchObject({
    windowDays: 28,
    beforeFrom: '2026-02-10',
    afterFrom: '2026-04-08',
    afterTo: '2026-05-05',
    judgeOn: '2026-05-12',
  });
});

it('is looked at again without a clear verdict, three times at most', () => {
  const first = noteLook(shipped(), false, policy);
  expect(first).toMatchObject({ looks: 1, judgeOn: '2026-05-12' });
  const second = noteLook(first, false, policy);
  expect(second).toMatchObject({ looks: 2, judgeOn: '2026-06-09' });
  expect(noteLook(second, false, policy)).toMatchObject({ looks: 3, judgeOn: null });
  expect(noteLook(shipped(), true, policy)).toMatchObject({ looks: 1, judgeOn: null });
});

it('knows from when on everybody had the last of the fixes', () => {
  const later = shipFixTask(start(aTask()), { by: 'eun', at: new Date('2026-04-02T08:00:00Z'), historical: false });
  expect(afterFix([aTask(), shipped()])).toBe('2026-03-11');
  expect(afterFix([later, shipped()])).toBe('2026-04-03');
  expect(afterFix([aTask()])).toBe('');
});
