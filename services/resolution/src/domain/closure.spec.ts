import fc from 'fast-check';
import { DomainError } from '#libs/domain-kit';
import { aProposal, aResolution, day, facts, POLICY } from '../../test/builders.js';
import { allowedNow } from './allowed-now.js';
import { close, NOT_YET_KNOWN, whyNotClosable, type Closing } from './closure.js';
import { accept, decline, propose, reopen, withdraw, type Decision, type Resolution } from './resolution.js';

const told = (decision: Decision, from = aResolution(), on = 1) => propose(from, aProposal({ decision }), day(on), 'minji');
const declined = (decision: Decision) => decline(told(decision), null, day(2));
const second = (decision: Decision) => told(decision, declined(decision), 3);
const closing: Closing = { causeCode: 'late-delivery', at: day(4), by: 'minji', isRecordOfThePast: false };

describe('C26 when handling may end', () => {
  it.each<[string, Resolution, Date, string | undefined]>([
    ['nothing told', aResolution(), day(99), 'resolution.not-told'],
    ['upheld, told', told('upheld'), day(1), undefined],
    ['out of scope, told', told('out-of-scope'), day(1), undefined],
    ['answered, told', told('answered', aResolution({ facts: facts({ kind: 'question' }) })), day(1), undefined],
    ['rejected, told', told('rejected'), day(2), 'resolution.answer-awaited'],
    ['partly upheld, told', told('partly-upheld'), day(2), 'resolution.answer-awaited'],
    ['rejected, a moment before the window ends', told('rejected'), new Date(day(15).getTime() - 1), 'resolution.answer-awaited'],
    ['rejected, window over', told('rejected'), day(15), undefined],
    ['rejected, accepted', accept(told('rejected'), day(2)), day(2), undefined],
    ['rejected, declined once', declined('rejected'), day(99), 'resolution.second-stage-open'],
    ['upheld, but its redress declined once', declined('upheld'), day(99), 'resolution.second-stage-open'],
    ['rejected again, told', second('rejected'), day(4), 'resolution.answer-awaited'],
    ['rejected again, window over', second('rejected'), day(17), undefined],
    ['rejected again, accepted', accept(second('rejected'), day(4)), day(4), undefined],
    ['rejected again, declined', decline(second('rejected'), null, day(4)), day(4), undefined],
    ['upheld in the second stage', second('upheld'), day(4), undefined],
  ])('%s', (_, resolution, now, code) => {
    expect(whyNotClosable(resolution, now, POLICY)?.code).toBe(code);
    expect(allowedNow(resolution, now, POLICY).includes('close')).toBe(code === undefined);
  });

  it('a record of the past does not wait for the answer window, but for everything else', () => {
    const past = { ...closing, isRecordOfThePast: true };
    expect(close(told('rejected'), past, POLICY).status).toBe('closed');
    expect(() => close(aResolution(), past, POLICY)).toThrow(expect.objectContaining({ code: 'resolution.not-told' }));
    expect(() => close(declined('rejected'), past, POLICY)).toThrow(expect.objectContaining({ code: 'resolution.second-stage-open' }));
  });

  it.each([
    ['closed', close(told('upheld'), closing, POLICY)],
    ['withdrawn', withdraw(aResolution(), day(1))],
  ])('is refused for what is %s, naming what is allowed', (_, resolution) => {
    expect(() => close(resolution, closing, POLICY)).toThrow(expect.objectContaining({ code: 'lifecycle.illegal-transition' }));
  });
});

describe('C29 the cause at closing', () => {
  it('a complaint names one, or says that it is not yet known', () => {
    const { causeCode, ...without } = closing;
    expect(() => close(told('upheld'), without, POLICY)).toThrow(
      expect.objectContaining({ code: 'resolution.cause-missing', refusal: 'invalid', details: expect.objectContaining({ field: '/causeCode' }) }),
    );
    expect(close(told('upheld'), closing, POLICY).causeCode).toBe(causeCode);
    expect(close(told('upheld'), { ...closing, causeCode: NOT_YET_KNOWN }, POLICY).causeCode).toBe('not-yet-known');
  });

  it.each(['question', 'suggestion'] as const)('a %s needs none', (kind) => {
    const answered = told('answered', aResolution({ facts: facts({ kind }) }));
    expect(close(answered, { at: day(2), by: 'minji', isRecordOfThePast: false }, POLICY)).toMatchObject({ status: 'closed', causeCode: null });
  });
});

describe('whatever people try, in whatever order', () => {
  const decision = fc.constantFrom<Decision[]>('upheld', 'partly-upheld', 'rejected', 'out-of-scope');
  const step = fc.oneof(
    fc.record({ do: fc.constant('propose' as const), decision }),
    fc.record({ do: fc.constantFrom('accept' as const, 'decline' as const, 'close' as const, 'reopen' as const) }),
    { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const) }) },
  );

  function attempt(resolution: Resolution, tried: { do: string; decision?: Decision }, at: Date): Resolution {
    switch (tried.do) {
      case 'propose':
        return propose(resolution, aProposal({ decision: tried.decision! }), at, 'minji');
      case 'accept':
        return accept(resolution, at);
      case 'decline':
        return decline(resolution, null, at);
      case 'close':
        return close(resolution, { ...closing, at }, POLICY);
      case 'reopen':
        return reopen(resolution, at, POLICY);
      default:
        return withdraw(resolution, at);
    }
  }

  it('C23 C26 nothing closes without a told decision and a cause, refusals only with exhausted options, and a closed cycle never changes', () => {
    const days = fc.array(fc.tuple(step, fc.integer({ min: 0, max: 20 })), { maxLength: 40 });
    fc.assert(
      fc.property(days, (tried) => {
        let now = 0;
        let resolution = aResolution();
        let frozen = '';
        for (const [action, later] of tried) {
          now += later;
          const before = resolution;
          try {
            resolution = attempt(before, action, day(now));
          } catch (error) {
            expect(error).toBeInstanceOf(DomainError);
            continue;
          }
          expect(before.status).not.toBe('withdrawn');
          if (before.status === 'closed') {
            expect(action.do).toBe('reopen');
            expect(JSON.stringify(before)).toBe(frozen);
            expect(resolution.cycle).toBe(before.cycle + 1);
          }
          if (resolution.status !== 'closed') continue;
          frozen = JSON.stringify(resolution);
          expect(resolution).toMatchObject({
            decision: before.decision,
            reasons: expect.any(String),
            causeCode: 'late-delivery',
            closedAt: day(now),
          });
          expect(resolution.stage).toBeGreaterThan(0);
          const isRefusal = resolution.decision === 'rejected' || resolution.decision === 'partly-upheld';
          const wasHeard = before.status === 'accepted' || (before.status === 'declined' && before.stage >= 2);
          if (isRefusal && !wasHeard) expect(day(now).getTime() - before.proposedAt!.getTime()).toBeGreaterThanOrEqual(14 * 86_400_000);
        }
      }),
      { numRuns: 500 },
    );
  });
});
