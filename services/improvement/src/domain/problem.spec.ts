import { IllegalTransition, next } from '#libs/domain-kit';
import { dayOf } from './calendar.js';
import { closeProblem, openProblem, PROBLEM_LIFECYCLE, reopenProblem, type Problem } from './problem.js';

const at = new Date('2026-03-02T12:00:00Z');
const aProblem = (over: Partial<Problem> = {}): Problem => ({
  ...openProblem('p', { causeCode: 'late', product: 'delivery' }, at, '2026-03-02', '5 complaints in 14 days on 4 days'),
  ...over,
});

it.each([
  ['open', 'start', 'fix-in-progress'],
  ['fix-in-progress', 'ship', 'monitoring'],
  ['monitoring', 'confirm', 'effective'],
  ['monitoring', 'fail', 'reopened'],
  ['reopened', 'start', 'fix-in-progress'],
  ['effective', 'close', 'closed'],
] as const)('%s --%s--> %s', (from, action, to) => expect(next(PROBLEM_LIFECYCLE, from, action)).toBe(to));

it('C42 a fix that failed starts a new cycle', () => {
  const reopened = reopenProblem(aProblem({ status: 'monitoring' }), '20 before, 20 after');
  expect(reopened).toMatchObject({ status: 'reopened', cycle: 2, reason: '20 before, 20 after', version: 2 });
});

describe('C44 closing', () => {
  const closing = { by: 'lena', fixedBy: ['eun'], at, isStated: true, judgedAt: at };

  it.each(['open', 'fix-in-progress', 'monitoring', 'reopened', 'closed'] as const)('is refused while %s', (status) => {
    expect(() => closeProblem(aProblem({ status }), closing)).toThrow(IllegalTransition);
  });

  it('needs a second person', () => {
    const fixedBy = ['eun', 'ravi'];
    for (const by of fixedBy) {
      const refused = () => closeProblem(aProblem({ status: 'effective' }), { ...closing, fixedBy, by });
      expect(refused).toThrow(expect.objectContaining({ code: 'problem.needs-second-person', refusal: 'forbidden' }));
    }
  });

  it('closes what held', () => {
    const closed = closeProblem(aProblem({ status: 'effective' }), { ...closing, note: 'seen it' });
    expect(closed).toMatchObject({ status: 'closed', closedBy: 'lena', closureNote: 'seen it', closedAt: at });
  });

  it('follows the verdict: a stated day before it is refused, whatever else is early closes at the verdict', () => {
    const early = { ...closing, at: new Date(at.getTime() - 86_400_000) };
    const effective = aProblem({ status: 'effective' });
    expect(() => closeProblem(effective, early)).toThrow(expect.objectContaining({ code: 'problem.closed-before-verdict', refusal: 'invalid' }));
    expect(closeProblem(effective, { ...early, isStated: false })).toMatchObject({ status: 'closed', closedAt: at });
    expect(closeProblem(effective, { ...closing, at: new Date(`${dayOf(at)}T00:00:00Z`) })).toMatchObject({ status: 'closed', closedAt: at });
  });
});
