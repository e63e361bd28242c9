import { eventLogDatabase, type EventLogDatabase } from '../../test/event-log-database.js';
import { describeTransport } from '../../test/transport.conformance.js';
import { silentLog } from '../log.js';
import { PostgresTransport } from './postgres.transport.js';

let database: EventLogDatabase;
beforeAll(async () => {
  database = await eventLogDatabase();
});
afterAll(() => database.drop());

describeTransport('the Postgres log', () => new PostgresTransport(database.db, silentLog));
