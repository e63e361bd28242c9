import { recordAgain, recordFirst, type CauseRecord } from './cause-record.js';
import { countChanges, summed, summedForCompany } from './series.js';

const at = (day: number): Date => new Date(Date.UTC(2026, 2, day, 12));
const first = recordFirst('r', { complaintId: 'c', product: 'delivery', cycle: 1, causeCode: 'late', occurredAt: at(1), closedAt: at(3) });
const again = (over: Partial<CauseRecord>): CauseRecord =>
  recordAgain(first, { causeCode: 'cold', product: 'delivery', recordedBy: 'agent', cycle: 2, recordedAt: at(9), ...over });
const of = (causeCode: string, recordedOn: string, count: number) => ({
  causeCode,
  product: 'delivery',
  occurredOn: '2026-03-01',
  recordedOn,
  count,
});

describe('C29 C38 where a complaint counts', () => {
  it('on the day of the incident, from the day on which its cause became known', () => {
    expect(countChanges(first)).toEqual([of('late', '2026-03-03', 1)]);
  });

  it('under another cause from the day on which that became known: earlier days stay as they were', () => {
    expect(countChanges(again({}), first)).toEqual([of('late', '2026-03-09', -1), of('cold', '2026-03-09', 1)]);
  });

  it('not before it counted at all, should a clock have been behind', () => {
    expect(countChanges(again({ recordedAt: at(2) }), first)).toEqual([of('late', '2026-03-03', -1), of('cold', '2026-03-02', 1)]);
  });

  it('where it did when the same cause is named again', () => {
    expect(summed(countChanges(again({ causeCode: 'late' }), first))).toEqual([]);
  });

  it('for the company as a whole once, whatever its cause', () => {
    const changes = [...countChanges(first), ...countChanges(again({}), first)];
    expect(summed(changes)).toEqual([of('late', '2026-03-03', 1), of('late', '2026-03-09', -1), of('cold', '2026-03-09', 1)]);
    expect(summedForCompany(changes)).toEqual([expect.objectContaining({ occurredOn: '2026-03-01', recordedOn: '2026-03-03', count: 1 })]);
  });
});
