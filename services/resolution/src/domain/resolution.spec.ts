import { IllegalTransition, next } from '#libs/domain-kit';
import { aProposal, aResolution, day, facts, POLICY } from '../../test/builders.js';
import { close } from './closure.js';
import { findingIn, messageIn } from './conversation.js';
import { closedCycleOf } from './history.js';
import {
  accept,
  decline,
  mayLeave,
  mustFollow,
  openedInvestigation,
  propose,
  reassign,
  reopen,
  RESOLUTION_LIFECYCLE,
  withdraw,
  withdrawalCounts,
  type Resolution,
  type ResolutionAction,
} from './resolution.js';

const told = (given: Partial<Resolution> = {}) => propose(aResolution(given), aProposal(), day(1), 'minji');
const closed = () => close(told(), { causeCode: 'late-delivery', at: day(2), by: 'minji', isRecordOfThePast: false }, POLICY);

describe('the lifecycle of a resolution', () => {
  it.each([
    ['investigating', 'propose', 'proposed'],
    ['investigating', 'withdraw', 'withdrawn'],
    ['proposed', 'accept', 'accepted'],
    ['proposed', 'decline', 'declined'],
    ['proposed', 'close', 'closed'],
    ['proposed', 'withdraw', 'withdrawn'],
    ['accepted', 'close', 'closed'],
    ['declined', 'propose', 'proposed'],
    ['declined', 'close', 'closed'],
    ['closed', 'reopen', 'investigating'],
  ] as const)('%s --%s--> %s', (from, action, to) => expect(next(RESOLUTION_LIFECYCLE, from, action)).toBe(to));

  it.each([
    ['investigating', 'close'],
    ['investigating', 'accept'],
    ['investigating', 'reopen'],
    ['proposed', 'propose'],
    ['accepted', 'decline'],
    ['closed', 'close'],
    ['closed', 'send-message'],
    ['closed', 'withdraw'],
    ['withdrawn', 'close'],
    ['withdrawn', 'propose'],
    ['withdrawn', 'reopen'],
  ] as const)('%s refuses %s', (from, action) => expect(() => next(RESOLUTION_LIFECYCLE, from, action)).toThrow(IllegalTransition));
});

describe('deciding', () => {
  it('C23 tells the decision with its reasons and counts the stage', () => {
    expect(told()).toMatchObject({
      status: 'proposed',
      stage: 1,
      decision: 'upheld',
      reasons: aProposal().reasons,
      proposedAt: day(1),
      proposedBy: 'minji',
    });
  });

  it('C26 a declined decision gets a second stage, which starts unanswered', () => {
    const declined = decline(told(), 'that is not enough', day(3));
    expect(declined).toMatchObject({ status: 'declined', stage: 1, answeredAt: day(3), declineReason: 'that is not enough' });

    const second = propose(declined, aProposal({ decision: 'partly-upheld' }), day(4), 'sora');
    expect(second).toMatchObject({
      status: 'proposed',
      stage: 2,
      decision: 'partly-upheld',
      answeredAt: null,
      declineReason: null,
      proposedBy: 'sora',
    });
    expect(accept(second, day(5))).toMatchObject({ status: 'accepted', answeredAt: day(5) });
  });

  it("'answered' is for questions and suggestions, not for complaints", () => {
    expect(() => propose(aResolution(), aProposal({ decision: 'answered' }), day(1), 'minji')).toThrow(
      expect.objectContaining({ code: 'resolution.decision-does-not-suit', refusal: 'invalid' }),
    );
    const question = aResolution({ facts: facts({ kind: 'question' }) });
    expect(propose(question, aProposal({ decision: 'answered' }), day(1), 'minji').status).toBe('proposed');
  });
});

describe('reopening', () => {
  it('C17 starts the next cycle with nothing decided, and the closed one can be kept whole', () => {
    const before = closed();
    const reopened = reopen(before, day(10), POLICY);
    expect(reopened).toMatchObject({
      status: 'investigating',
      cycle: 2,
      openedAt: day(10),
      stage: 0,
      decision: null,
      causeCode: null,
      closedAt: null,
    });

    const kept = closedCycleOf(before, 'id', { reopenedAt: day(10), reopenedBy: 'customer', reopenReason: 'again' });
    expect(kept).toMatchObject({ cycle: 1, decision: 'upheld', causeCode: 'late-delivery', closedAt: day(2), reopenReason: 'again' });
  });

  it.each([
    [29, true],
    [30, true],
    [31, false],
  ])('%d days after closing: %s', (days, isPossible) => {
    const attempt = () => reopen(closed(), day(2 + days), POLICY);
    if (isPossible) expect(attempt().cycle).toBe(2);
    else expect(attempt).toThrow(expect.objectContaining({ code: 'resolution.reopening-too-late' }));
  });
});

describe('withdrawing', () => {
  it('ends handling, unless it was closed before', () => {
    expect(withdraw(told(), day(2))).toMatchObject({ status: 'withdrawn', withdrawnAt: day(2) });
    expect(withdrawalCounts(told(), day(2))).toBe(true);
    expect(withdrawalCounts(closed(), day(2))).toBe(false);
    expect(withdrawalCounts(withdraw(told(), day(2)), day(2))).toBe(false);
  });

  it('counts also when it was said before anybody was responsible', () => {
    expect(withdrawalCounts(aResolution(), day(-1))).toBe(true);
  });

  it('C17 ends a new cycle only when it was after the reopening', () => {
    const reopened = reopen(closed(), day(3), POLICY);
    expect([day(2), day(3), day(4)].map((at) => withdrawalCounts(reopened, at))).toEqual([false, true, true]);
  });
});

describe('a stated moment', () => {
  it.each<[string, Resolution, ResolutionAction, Date]>([
    ['the registration', aResolution(), 'propose', day(0)],
    ['the decision', told(), 'accept', day(1)],
    ['the answer', decline(told(), null, day(3)), 'propose', day(3)],
    ['the closing', closed(), 'reopen', day(2)],
    ['the reopening', reopen(closed(), day(5), POLICY), 'propose', day(5)],
  ])('is refused before %s, and taken from then on', (_, resolution, action, last) => {
    expect(() => mustFollow(resolution, action, new Date(last.getTime() - 1))).toThrow(
      expect.objectContaining({
        code: 'resolution.before-its-cause',
        refusal: 'invalid',
        details: { remedy: expect.stringContaining(last.toISOString()) },
      }),
    );
    expect(() => mustFollow(resolution, action, last)).not.toThrow();
  });

  it('is in doubt neither when it is now by our own clock, nor for what is impossible anyway', () => {
    expect(() => mustFollow(told(), 'accept', undefined)).not.toThrow();
    expect(() => mustFollow(closed(), 'propose', day(-1))).not.toThrow();
  });
});

describe('C21 who is responsible', () => {
  const held = aResolution();
  const { agentId, agentSubject } = held;

  it('is so from the first cycle that we hear of', () => {
    const opened = openedInvestigation(held.complaintId, 2, { agentId, agentSubject, facts: facts() }, day(0));
    expect(opened).toMatchObject({ cycle: 2, status: 'investigating', stage: 0, agentSubject: 'minji' });
  });

  it('changes nothing when it is said again, whatever order the facts are told in', () => {
    const again = Object.fromEntries(Object.entries(facts()).toReversed()) as unknown as ReturnType<typeof facts>;
    expect(reassign(held, { agentId, agentSubject, facts: again })).toBe(held);
  });

  it.each([
    ['another agent', { agentId: 'jun' }],
    ['another subject of the agent', { agentSubject: 'minji.kim' }],
    ['other facts', { facts: facts({ priority: 'urgent' }) }],
  ])('changes with %s', (_, over) => {
    expect(reassign(held, { agentId, agentSubject, facts: facts(), ...over })).toEqual({ ...held, ...over });
  });
});

it.each<[string, Resolution, boolean]>([
  ['being handled', aResolution(), true],
  ['told', told(), true],
  ['with nobody already', aResolution({ agentId: null }), false],
  ['closed', closed(), false],
  ['withdrawn', withdraw(aResolution(), day(1)), false],
])('C21 what is %s is left by who had it when it waits again: %s', (_, resolution, leaves) => expect(mayLeave(resolution)).toBe(leaves));

it.each([
  ['closed', closed()],
  ['withdrawn', withdraw(aResolution(), day(1))],
])('nothing is found out or written any more when it is %s', (_, resolution) => {
  const words = { id: 'w', text: 'one more thing', by: 'minji', at: day(4) };
  expect(() => findingIn(resolution, words)).toThrow(IllegalTransition);
  expect(() => messageIn(resolution, 'staff', words)).toThrow(IllegalTransition);
});
