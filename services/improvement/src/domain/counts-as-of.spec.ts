import { CompanyAsOf, CountsAsOf } from './counts-as-of.js';

const FROM = '2026-02-01';
const AS_OF = '2026-03-02';
const view = () => new CountsAsOf(FROM, AS_OF, [{ on: '2026-03-01', count: 2, countBefore: 2 }]);
const change = (occurredOn: string, recordedOn: string, count = 1) => ({ occurredOn, recordedOn, count });

describe('C38 C50 counts as known by the end of a day', () => {
  it.each([
    ['told on the day itself', change('2026-03-01', AS_OF), [{ on: '2026-03-01', count: 3, countBefore: 2 }]],
    ['told before', change('2026-03-01', '2026-03-01'), [{ on: '2026-03-01', count: 3, countBefore: 3 }]],
    [
      'on the first day that is looked at',
      change(FROM, AS_OF),
      [
        { on: '2026-03-01', count: 2, countBefore: 2 },
        { on: FROM, count: 1, countBefore: 0 },
      ],
    ],
    ['taken out', change('2026-03-01', AS_OF, -2), []],
  ])('move with what was %s', (_, told, counts) => {
    const counted = view();
    counted.add(told);
    expect(counted.counts).toEqual(counts);
  });

  it.each([
    ['told later', change('2026-03-01', '2026-03-03')],
    ['of a later day', change('2026-03-03', AS_OF)],
    ['of before what is looked at', change('2026-01-31', AS_OF)],
  ])('do not move with what was %s', (_, told) => {
    const counted = view();
    counted.add(told);
    expect(counted.counts).toEqual(view().counts);
  });

  it('a company is as old as its first complaint that still counts, also one that is no longer looked at', () => {
    const company = new CompanyAsOf(view(), [change('2026-01-05', '2026-01-06'), change('2026-01-09', '2026-01-09')]);
    expect(company.companySince).toBe('2026-01-05');
    company.add(change('2026-01-01', '2026-03-03')); // not known yet
    company.add(change('2026-01-05', '2026-01-06', -1));
    expect([company.companySince, company.company]).toEqual(['2026-01-09', view().counts]);
    expect(new CompanyAsOf(new CountsAsOf(FROM, AS_OF, []), []).companySince).toBe(AS_OF);
  });
});
