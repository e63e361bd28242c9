import { IllegalTransition, next, type DomainError } from '#libs/domain-kit';
import { aPolicy, anAgent, anAssignment, MONDAY_10, someFacts } from '../../test/builders.js';
import { assign, ASSIGNMENT_LIFECYCLE, cycleAt, end, escalate, release, startAssignment, take, takenBackSince, transfer } from './assignment.js';

const later = new Date('2026-03-09T05:00:00.000Z');
const minji = anAgent({ id: 'a' });
const ravi = anAgent({ id: 'b' });

describe('an assignment', () => {
  it.each([
    ['queued', 'assign', 'assigned'],
    ['queued', 'take', 'assigned'],
    ['queued', 'transfer', 'assigned'],
    ['queued', 'end', 'ended'],
    ['assigned', 'release', 'queued'],
    ['assigned', 'transfer', 'assigned'],
    ['assigned', 'end', 'ended'],
  ] as const)('%s --%s--> %s', (from, action, to) => expect(next(ASSIGNMENT_LIFECYCLE, from, action)).toBe(to));

  it.each(['assign', 'take', 'release', 'transfer'] as const)('C19 cannot %s once it has ended', (action) =>
    expect(() => next(ASSIGNMENT_LIFECYCLE, 'ended', action)).toThrow(IllegalTransition),
  );

  it('C14 promises an answer in working hours by priority, and keeps the promise through every move', () => {
    const fresh = startAssignment(
      someFacts({ priority: 'urgent' }),
      { id: 'x', complaintId: 'c', cycle: 1 },
      new Date('2026-03-07T11:30:00.000Z'),
      aPolicy(),
    );
    expect(fresh.answerDueAt.toISOString()).toBe('2026-03-09T01:30:00.000Z'); // Saturday 20:30 + 2 h, Sunday closed: Monday 10:30
    expect(release(assign(fresh, minji, later), later).answerDueAt).toEqual(fresh.answerDueAt);
  });

  it('C21 belongs to the first who takes it; the second is refused, the first may repeat', () => {
    const taken = take(anAssignment(), minji, later);
    expect(taken).toMatchObject({ status: 'assigned', agentId: 'a', how: 'taken', assignedAt: later, queueReason: null, version: 2 });
    expect(take(taken, minji, later)).toBe(taken);
    expect(() => take(taken, ravi, later)).toThrow(
      expect.objectContaining<Partial<DomainError>>({ code: 'assignment.held-by-another', refusal: 'conflict' }),
    );
  });

  it('remembers who gave it back, and is not handed over to the one who has it', () => {
    const held = assign(anAssignment(), minji, later);
    expect(release(held, later)).toMatchObject({ status: 'queued', agentId: null, queueReason: 'released', releasedBy: ['a'], queuedAt: later });
    expect(() => transfer(held, minji, later)).toThrow('already has');
    expect(transfer(held, ravi, later)).toMatchObject({ agentId: 'b', how: 'transferred' });
  });

  it('C21 remembers everybody who gave it back, each once', () => {
    const backFromMinji = release(assign(anAssignment(), minji, later), later);
    const backFromRavi = release(assign(backFromMinji, ravi, later), later);
    expect(backFromRavi.releasedBy).toEqual(['a', 'b']);
    expect(release(take(backFromRavi, minji, later), later).releasedBy).toEqual(['a', 'b']);
  });

  it('C11 is given to somebody when it waits, not before, also by an event that is older than the waiting', () => {
    expect(assign(anAssignment(), minji, new Date(MONDAY_10.getTime() - 1)).assignedAt).toEqual(MONDAY_10);
    expect(assign(release(assign(anAssignment(), minji, MONDAY_10), later), ravi, MONDAY_10).assignedAt).toEqual(later);
  });

  it('C8 C19 ends once: of closing and withdrawing the second changes nothing, and it never escalates again', () => {
    const ended = end(assign(anAssignment(), minji, later), 'withdrawn', later);
    expect(ended).toMatchObject({ status: 'ended', endedBecause: 'withdrawn', nextEscalationAt: null, agentId: 'a' });
    expect(end(ended, 'closed', later)).toBe(ended);
  });

  it('C17 C19 a new cycle is over before it begins when the customer took the complaint back since, also in the same instant', () => {
    const before = end(assign(anAssignment(), minji, MONDAY_10), 'withdrawn', later);
    const beginning = (startedAt: Date) => anAssignment({ cycle: 2, startedAt });
    expect(takenBackSince(before, beginning(MONDAY_10))).toMatchObject({ status: 'ended', endedBecause: 'withdrawn', endedAt: later });
    expect(takenBackSince(before, beginning(later))).toMatchObject({ status: 'ended' });
    expect(takenBackSince(before, beginning(new Date(later.getTime() + 1)))).toBeUndefined();
    expect(takenBackSince(end(anAssignment(), 'closed', later), beginning(MONDAY_10))).toBeUndefined();
  });

  it('C20 escalates at the promised time and once more, then there is nobody above', () => {
    const first = escalate(anAssignment(), aPolicy());
    expect(first.escalationLevel).toBe(1);
    expect(first.nextEscalationAt?.toISOString()).toBe('2026-03-10T05:00:00.000Z'); // due Tuesday 10:00 + 4 h
    expect(escalate(first, aPolicy())).toMatchObject({ escalationLevel: 2, nextEscalationAt: null, version: 3 });
  });

  it('never escalates what was imported for a past day', () => {
    expect(
      startAssignment(someFacts({ historical: true }), { id: 'x', complaintId: 'c', cycle: 1 }, MONDAY_10, aPolicy()).nextEscalationAt,
    ).toBeNull();
  });

  it('C17 a late withdrawal ends the cycle of its time, not the one that was reopened since', () => {
    const cycles = [anAssignment({ cycle: 1, startedAt: MONDAY_10 }), anAssignment({ cycle: 2, startedAt: later })];
    expect(cycleAt(cycles, new Date('2026-03-09T03:00:00.000Z'))?.cycle).toBe(1);
    expect(cycleAt(cycles, later)?.cycle).toBe(2);
    expect(cycleAt(cycles, new Date('2026-03-09T06:00:00.000Z'))?.cycle).toBe(2);
    expect(cycleAt(cycles, new Date('2026-03-01T00:00:00.000Z'))?.cycle).toBe(1);
    expect(cycleAt([], later)).toBeUndefined();
  });
});
