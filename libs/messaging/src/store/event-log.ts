/**
 * The SQL that makes the Postgres log in a schema of its own and opens it to these roles; run by an administrator, as often as
 * one likes. Services may append, read and move offsets; days come and go only through the two functions.
 */
export function eventLogSchema(roles: readonly string[]): string {
  const to = roles.map((role) => `"${role.replaceAll('"', '""')}"`).join(', ');
  return `
    create schema if not exists event_log;
    revoke all on schema event_log from public;
    ${TABLES}
    ${HEADERS_AS_SENT}
    ${MAKE_DAYS}
    ${DROP_DAYS}
    revoke all on all functions in schema event_log from public;
    grant usage on schema event_log to ${to};
    grant select, insert on event_log.log to ${to};
    grant select, insert, update on event_log.log_head to ${to};
    grant select, insert, update, delete on event_log.log_offset, event_log.log_member to ${to};
    grant execute on all functions in schema event_log to ${to};
    select event_log.make_days();`;
}

const TABLES = `
  create table if not exists event_log.log (
    topic text not null,
    part smallint not null,
    pos bigint not null,
    key text not null,
    -- Of an event from an outbox; its header ce_sequence.
    sequence bigint,
    headers json not null,
    value text not null,
    appended_at timestamptz not null,
    primary key (topic, part, pos, appended_at)
  ) partition by range (appended_at);

  -- The row lock of a head makes positions gapless: whoever reads pos n may rely on everything below it.
  create table if not exists event_log.log_head (
    topic text not null,
    part smallint not null,
    last_pos bigint not null default 0,
    primary key (topic, part)
  ) with (fillfactor = 50);

  -- epoch counts the owners: what an earlier one still wants to do finds no row.
  create table if not exists event_log.log_offset (
    group_id text not null,
    topic text not null,
    part smallint not null,
    pos bigint not null default 0,
    owner uuid,
    epoch bigint not null default 0,
    lease_until timestamptz not null default '-infinity',
    primary key (group_id, topic, part)
  ) with (fillfactor = 50);

  create table if not exists event_log.log_member (
    group_id text not null,
    member uuid not null,
    topics text[] not null,
    lease_until timestamptz not null,
    primary key (group_id, member)
  ) with (fillfactor = 50);`;

// As the log was made before: with headers taken apart, and the number of an event among them.
const HEADERS_AS_SENT = `
  do $$ begin
    if (select atttypid from pg_attribute where attrelid = 'event_log.log'::regclass and attname = 'headers') = 'jsonb'::regtype then
      alter table event_log.log add column sequence bigint, alter column headers type json using headers::text::json;
    end if;
  end $$;`;

// Attached, not created as a partition: that would wait for every reader and writer of the log.
const MAKE_DAYS = `
  create or replace function event_log.make_days() returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    today date := (clock_timestamp() at time zone 'UTC')::date;
    day date;
    name text;
  begin
    perform pg_advisory_xact_lock(hashtext('event_log days'));
    for ahead in -1 .. 3 loop
      day := today + ahead;
      name := 'log_' || to_char(day, 'YYYYMMDD');
      continue when to_regclass('event_log.' || name) is not null;
      execute format('create table event_log.%I (like event_log.log)', name);
      execute format('alter table event_log.log attach partition event_log.%I for values from (%L) to (%L)',
        name, day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
    end loop;
  end $$;`;

// Oldest first, and no further than the first day that somebody has not read: what is left stays one piece.
const DROP_DAYS = `
  create or replace function event_log.drop_days(keep_days integer)
  returns table (day text, group_id text, topic text, part smallint, behind bigint)
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '500ms' as $$
  declare
    kept_from text := 'log_' || to_char((clock_timestamp() at time zone 'UTC')::date - keep_days, 'YYYYMMDD');
    name text;
  begin
    if not pg_try_advisory_xact_lock(hashtext('event_log days')) then return; end if;
    for name in
      select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'event_log.log'::regclass and c.relname::text < kept_from order by c.relname
    loop
      return query execute format(
        'select substr(%1$L, 5), o.group_id, o.topic, o.part, last.pos - o.pos
         from event_log.log_offset o
         cross join lateral (select max(l.pos) as pos from event_log.%1$I l where l.topic = o.topic and l.part = o.part) last
         where o.pos < last.pos', name);
      exit when found;
      execute format('drop table event_log.%I', name);
    end loop;
  exception when lock_not_available then
    return; -- somebody reads it right now: next time
  end $$;`;
