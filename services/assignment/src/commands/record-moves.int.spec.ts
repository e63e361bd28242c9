import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import { withAgents } from '../../test/seed.js';
import { assignmentDatabase } from '../store/database.js';
import { changeLoads } from '../store/load.js';

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase(assignmentDatabase)));
afterAll(() => fresh.drop());

it.each([
  ['the last place', { by: 1, past: 0 }, true],
  ['one more than there is room for', { by: 2, past: 0 }, false],
  ['any number of past ones', { by: 5, past: 5 }, true],
  ['past ones and one more than there is room for', { by: 7, past: 5 }, false],
  ['fewer than before', { by: -1, past: 0 }, true],
])('C21 the table itself takes %s: %j, %s', async (_, change, isTaken) => {
  const [agent] = await withAgents(fresh.db, { capacity: 3, openCount: 2 });
  const taken = await fresh.db.transaction((tx) => changeLoads(tx, [{ agentId: agent!.id, gets: change.by > 0, ...change }]));
  expect(taken).toBe(isTaken);
  const expected = isTaken ? [2 + change.by, change.past] : [2, 0];
  const [row] = await fresh.db.query('select open_count, past_count from agent where id = $1', [agent!.id]);
  expect([row.open_count, row.past_count]).toEqual(expected);
});
