import { anAssignment } from '../../test/builders.js';
import { assign, end, release } from './assignment.js';
import { loadChanges } from './load-changes.js';

const at = new Date('2026-03-09T02:00:00Z');
const minji = { id: 'minji', teamId: 'one' };
const ravi = { id: 'ravi', teamId: 'one' };
const waiting = anAssignment();
const withMinji = assign(waiting, minji, at);
const withRavi = assign(waiting, ravi, at);

describe('the loads that decisions change', () => {
  it('counts what each agent got and gave away, and whose turn it was last', () => {
    expect(
      loadChanges([
        { before: null, after: withMinji },
        { before: null, after: withRavi },
        { before: waiting, after: withMinji },
        { before: withRavi, after: end(withRavi, 'closed', at) },
      ]),
    ).toEqual([
      { agentId: 'ravi', by: 0, past: 0, gets: true },
      { agentId: 'minji', by: 2, past: 0, gets: true },
    ]);
  });

  it('remembers past work, for which capacity is no limit', () => {
    const past = { ...withMinji, historical: true };
    expect(loadChanges([{ before: null, after: past }])).toEqual([{ agentId: 'minji', by: 1, past: 1, gets: true }]);
    expect(loadChanges([{ before: past, after: release(past, at) }])).toEqual([{ agentId: 'minji', by: -1, past: -1, gets: false }]);
  });

  it('finds nothing in what stays with nobody or with the same agent', () => {
    expect(
      loadChanges([
        { before: null, after: waiting },
        { before: waiting, after: end(waiting, 'withdrawn', at) },
        { before: withMinji, after: { ...withMinji, version: 9 } },
      ]),
    ).toEqual([]);
    expect(loadChanges([{ before: withMinji, after: release(withMinji, at) }])).toEqual([{ agentId: 'minji', by: -1, past: 0, gets: false }]);
  });
});
