import { causeOf, recordAgain, recordFirst, type NamedCause } from './cause-record.js';

const at = (day: number): Date => new Date(Date.UTC(2026, 2, day, 12));
const closing: NamedCause = { complaintId: 'c', product: 'delivery', cycle: 1, causeCode: 'late', occurredAt: at(1), closedAt: at(3) };

it.each<[Partial<NamedCause>, string, string]>([
  [{}, 'late', 'agent'],
  [{ causeBy: 'agent' }, 'late', 'agent'],
  [{ causeBy: 'rule' }, 'late', 'rule'],
  [{ causeCode: undefined, causeBy: 'rule' }, 'not-yet-known', 'nobody'],
])('C29 keeps who named the cause: %j is %s by %s', (over, causeCode, recordedBy) => {
  expect(causeOf({ ...closing, ...over })).toMatchObject({ causeCode, recordedBy });
});

describe('C29 a later closing names the cause again', () => {
  const first = recordFirst('r', closing);
  const again = (over: Partial<NamedCause>) => recordAgain(first, causeOf({ ...closing, cycle: 2, closedAt: at(9), ...over }));

  it('the same one: the day on which it became known stays', () => {
    expect(again({})).toMatchObject({ causeCode: 'late', cycle: 2, recordedAt: at(3), version: 2 });
  });

  it.each([{ causeCode: 'cold' }, { product: 'membership' }, { causeCode: undefined }])('another one, %j: it became known just then', (over) => {
    expect(again(over)).toMatchObject({ cycle: 2, recordedAt: at(9), occurredAt: at(1), version: 2 });
  });
});
