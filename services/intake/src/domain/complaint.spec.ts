import { IllegalTransition, next } from '#libs/domain-kit';
import { aComplaint } from '../../test/builders.js';
import { acknowledge, COMPLAINT_LIFECYCLE, occurrenceOf, withdraw } from './complaint.js';
import { nextStepFor } from './next-step.js';
import { NOT_YET_HANDLED, overallStatus } from './status-view.js';
import { sentenceFor, withdrawalMeans } from './timeline.js';

const at = new Date('2026-03-09T10:00:00Z');

it.each([
  ['registered', 'acknowledge', 'acknowledged'],
  ['registered', 'withdraw', 'withdrawn'],
  ['acknowledged', 'withdraw', 'withdrawn'],
] as const)('%s --%s--> %s', (from, action, to) => expect(next(COMPLAINT_LIFECYCLE, from, action)).toBe(to));

it('C9 says when the customer was told', () => {
  expect(acknowledge(aComplaint({ status: 'registered' }), at)).toMatchObject({ status: 'acknowledged', acknowledgedAt: at });
});

it('refuses to acknowledge a withdrawn complaint and says what is allowed', () => {
  expect(() => acknowledge(aComplaint({ status: 'withdrawn' }), at)).toThrow(IllegalTransition);
  expect(() => acknowledge(aComplaint({ status: 'withdrawn' }), at)).toThrow('allowed: nothing, this state is final');
});

it('C8 a complaint is withdrawn in one step, but not when it is closed', () => {
  expect(withdraw(aComplaint(), NOT_YET_HANDLED, at)).toMatchObject({ status: 'withdrawn', withdrawnAt: at });
  expect(() => withdraw(aComplaint(), { ...NOT_YET_HANDLED, stage: 'closed' }, at)).toThrow('cannot be withdrawn');
});

it('C8 a clock that is behind withdraws at the moment of registration; only a stated moment is refused', () => {
  const complaint = aComplaint({ registeredAt: at });
  const before = new Date(at.getTime() - 1);
  expect(withdraw(complaint, NOT_YET_HANDLED, before)).toMatchObject({ status: 'withdrawn', withdrawnAt: at });
  expect(() => withdraw(complaint, NOT_YET_HANDLED, before, true)).toThrow('before it was registered');
});

it('C8 C17 a reopened complaint is withdrawn after its reopening, or the reopening would overtake it', () => {
  const reopened = { ...NOT_YET_HANDLED, reopenedAt: at };
  const before = new Date(at.getTime() - 1);
  expect(withdraw(aComplaint(), reopened, before)).toMatchObject({ status: 'withdrawn', withdrawnAt: at });
  expect(withdraw(aComplaint(), reopened, at, true)).toMatchObject({ status: 'withdrawn', withdrawnAt: at });
  expect(() => withdraw(aComplaint(), reopened, before, true)).toThrow(
    expect.objectContaining({
      code: 'complaint.withdrawn-before-last-step',
      details: { remedy: expect.stringContaining(at.toISOString()) as string },
    }),
  );
});

it('C8 C26 nobody takes back, before a decision, what was decided; a clock of ours that is behind is no such statement', () => {
  const decided = { ...NOT_YET_HANDLED, stage: 'decided', decidedAt: at };
  const before = new Date(at.getTime() - 1);
  expect(() => withdraw(aComplaint(), decided, before, true)).toThrow('before the decision');
  expect(withdraw(aComplaint(), decided, at, true)).toMatchObject({ withdrawnAt: at });
});

it('C4 an incident cannot lie after the moment it was told', () => {
  const [before, after] = [new Date(at.getTime() - 1), new Date(at.getTime() + 1)];
  expect([undefined, before, at].map((told) => occurrenceOf(told, at, true))).toEqual([at, before, at]);
  expect(occurrenceOf(after, at, false)).toEqual(at);
  expect(() => occurrenceOf(after, at, true)).toThrow('cannot have happened after');
});

it.each([
  ['acknowledged', 'waiting', 'received'],
  ['acknowledged', 'queued', 'received'],
  ['acknowledged', 'assigned', 'in-progress'],
  ['acknowledged', 'decided', 'decided'],
  ['acknowledged', 'declined', 'in-progress'],
  ['acknowledged', 'closed', 'closed'],
  ['withdrawn', 'assigned', 'withdrawn'],
  ['withdrawn', 'closed', 'closed'],
] as const)('C11 %s and %s is told as %s', (status, stage, told) => {
  expect(overallStatus({ status, withdrawnAt: status === 'withdrawn' ? at : null }, { ...NOT_YET_HANDLED, stage })).toBe(told);
});

it.each([
  ['complaint', 'received', 'queued', 'A colleague will take it on and write to you.'],
  ['praise', 'received', 'waiting', 'Nothing more for you to do. Thank you for your kind words.'],
  ['praise', 'withdrawn', 'waiting', 'Nothing more for you to do. You can write to us again at any time.'],
  ['complaint', 'decided', 'decided', 'Please tell us whether you agree with our decision.'],
  ['complaint', 'decided', 'accepted', 'Thank you for your answer. We will now close it.'],
] as const)('C11 the next step of a %s that is %s (%s) is one that will come', (kind, status, stage, told) => {
  expect(nextStepFor({ kind, language: 'en' }, status, { ...NOT_YET_HANDLED, stage })).toBe(told);
});

it('C26 a second look is promised, but not by somebody else: whoever handles the complaint may decide again', () => {
  expect(sentenceFor('declined', { kind: 'complaint', language: 'en' })).toBe('You did not agree. We will look at it again.');
});

it('C26 who declines the second decision, too, is promised no third look', () => {
  const asked = { kind: 'complaint', language: 'en' } as const;
  const stage = 'declined-again' as const;
  const status = overallStatus({ status: 'acknowledged', withdrawnAt: null }, { ...NOT_YET_HANDLED, stage });
  expect(sentenceFor(stage, asked)).toBe('You did not agree with our second decision either. We noted it.');
  expect(nextStepFor(asked, status, { ...NOT_YET_HANDLED, stage })).toBe('We will write to you if we can offer more. If not, we will close it.');
});

describe.each(['question', 'suggestion', 'praise'] as const)('C7 C11 a %s is never told to be a complaint', (kind) => {
  const COMPLAINT = { en: /complain|decision|what happened/i, ko: /불만|결정|같은 일/, te: /ఫిర్యాదు|నిర్ణయ|ఏమి జరిగిం/ };
  const STEPS = [
    'registered',
    'acknowledged',
    'assigned',
    'investigation-opened',
    'decided',
    'accepted',
    'declined',
    'declined-again',
    'closed',
    'withdrawn',
  ] as const;
  const STAGES = ['waiting', 'assigned', 'decided', 'accepted', 'declined-again', 'closed'] as const;

  it.each(['en', 'ko', 'te'] as const)('in %s', (language) => {
    const steps = STEPS.map((step) => sentenceFor(step, { kind, language }));
    const nexts = STAGES.map((stage) => {
      const handling = { ...NOT_YET_HANDLED, stage };
      return nextStepFor({ kind, language }, overallStatus({ status: 'acknowledged', withdrawnAt: null }, handling), handling);
    });
    for (const told of [...steps, ...nexts, withdrawalMeans({ kind, language })]) expect(told).not.toMatch(COMPLAINT[language]);
    expect(sentenceFor('closed', { kind: 'complaint', language })).not.toBe(sentenceFor('closed', { kind, language }));
  });
});
