import { register } from 'prom-client';
import { eventLogDatabase, type EventLogDatabase } from '../../test/event-log-database.js';
import type { MessagingLog } from '../log.js';
import { silentLog } from '../log.js';
import { PostgresDays } from './postgres-days.js';

let database: EventLogDatabase;
beforeEach(async () => (database = await eventLogDatabase()));
afterEach(() => database.drop());

const days = async (): Promise<string[]> =>
  (
    await database.admin.query(
      `select c.relname as day from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'event_log.log'::regclass order by 1`,
    )
  ).rows.map(({ day }) => String(day));

/** A day that many days ago, with records at these positions of partition 0. */
async function aDay(ago: number, ...positions: number[]): Promise<string> {
  const { rows } = await database.admin.query(
    `select to_char((now() at time zone 'UTC')::date - $1::int, 'YYYYMMDD') as day, ((now() at time zone 'UTC')::date - $1::int)::text as from_day,
       ((now() at time zone 'UTC')::date - $1::int + 1)::text as to_day`,
    [ago],
  );
  const { day, from_day: from, to_day: to } = rows[0];
  await database.admin.query(
    `create table event_log.log_${day} partition of event_log.log for values from ('${from} 00:00+00') to ('${to} 00:00+00')`,
  );
  for (const pos of positions)
    await database.admin.query(
      `insert into event_log.log (topic, part, pos, key, headers, value, appended_at) values ('t', 0, $1, 'k', '{}', '', $2::timestamptz)`,
      [pos, `${from} 12:00+00`],
    );
  return String(day);
}
const stands = (group: string, pos: number): Promise<unknown> =>
  database.admin.query(
    `insert into event_log.log_offset (group_id, topic, part, pos) values ($1, 't', 0, $2) on conflict (group_id, topic, part) do update set pos = excluded.pos`,
    [group, pos],
  );

it('makes yesterday to the day after the day after tomorrow, as often as it is called', async () => {
  const keeping = new PostgresDays(database.db, 7, silentLog);
  await Promise.all([keeping.make(), keeping.make()]);
  expect(await days()).toHaveLength(5);
});

it('drops days that are old enough and that every group has read', async () => {
  const [old, kept] = [await aDay(9, 1, 2), await aDay(7, 3)];
  await stands('one', 2);
  await stands('two', 3);
  expect(await new PostgresDays(database.db, 7, silentLog).drop()).toEqual([]);
  const left = await days();
  expect([left.includes(`log_${old}`), left.includes(`log_${kept}`)]).toEqual([false, true]);
});

it('I2 keeps a day that a group has not read, and all later ones, and alarms', async () => {
  const alarms: Record<string, unknown>[] = [];
  const log: MessagingLog = { ...silentLog, error: (fields) => alarms.push(fields) };
  const [first, second] = [await aDay(20, 1, 2), await aDay(19, 3)];
  await stands('quick', 3);
  await stands('slow', 1);
  const keeping = new PostgresDays(database.db, 7, log);
  expect(await keeping.drop()).toEqual([{ day: first, group_id: 'slow', topic: 't', part: 0, behind: 1 }]);
  expect(alarms).toEqual([{ day: first, group: 'slow', topic: 't', partition: 0, behind: 1 }]);
  expect(await days()).toEqual(expect.arrayContaining([`log_${first}`, `log_${second}`]));
  expect(await register.metrics()).toContain('redress_event_log_unread_old_events{group="slow",topic="t",partition="0"} 1');

  await stands('slow', 2);
  expect(await keeping.drop()).toEqual([{ day: second, group_id: 'slow', topic: 't', part: 0, behind: 1 }]);
  await stands('slow', 3);
  expect(await keeping.drop()).toEqual([]);
  const left = await days();
  expect([left.includes(`log_${first}`), left.includes(`log_${second}`)]).toEqual([false, false]);
});
