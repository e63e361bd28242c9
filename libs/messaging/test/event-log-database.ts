import { freshDatabase, type FreshDatabase } from '#libs/test-kit';
import pg from 'pg';
import { eventLogSchema } from '../src/store/event-log.js';
import { noteDatabase } from './note-service.js';

/** A database with the Postgres log in it, and an administrator's hand on it: to look at it, and to play foul. */
export interface EventLogDatabase extends FreshDatabase {
  admin: pg.Client;
}

/** A note service's database with the Postgres log, both empty. */
export async function eventLogDatabase(): Promise<EventLogDatabase> {
  const fresh = await freshDatabase(noteDatabase);
  const url = new URL(process.env['DATABASE_URL'] ?? '');
  url.pathname = new URL(fresh.url).pathname;
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(eventLogSchema([new URL(fresh.url).username]));
  const drop = async (): Promise<void> => {
    await admin.end();
    await fresh.drop();
  };
  return { ...fresh, admin, drop };
}
