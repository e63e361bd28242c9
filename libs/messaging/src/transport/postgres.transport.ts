import type { DataSource, QueryRunner } from 'typeorm';
import type { MessagingLog } from '../log.js';
import { RELAY_PARTS } from '../outbox.js';
import { PostgresDays } from './postgres-days.js';
import { GROUP_CHANNEL, PostgresLine, TOPIC_CHANNEL } from './postgres-line.js';
import { postgresGone, postgresHoldsBefore, postgresLag } from './postgres-lag.js';
import { appendRecords, carryOutbox, type Appended } from './postgres-log.js';
import { PostgresMember, type MemberPace } from './postgres-member.js';
import type { Carried, EventTransport, PartitionGone, PartitionLag, Publisher, Subscription, SubscriptionRequest } from './transport.js';

export interface PostgresOptions extends Partial<MemberPace> {
  /** Days after which records may go, when every group has read them; Kafka's own default is the same. */
  keepDays?: number;
}

const PACE: MemberPace = { leaseMs: 10_000, beatMs: 2_000, pollMs: 500 };
const KEEP_DAYS = 7;
// SQLSTATE: 3F000 invalid_schema_name, 42P01 undefined_table, 42883 undefined_function, 42501 insufficient_privilege.
const NOT_SET_UP = /^(3F000|42P01|42883|42501)$/;
// 23514: no partition takes the row, because nobody ran since that day was to be made.
const NO_DAY = '23514';

/**
 * The port on the services' own Postgres: a log in the schema `event_log`, which all services of one database share. Positions
 * move in the transaction of the effects, so that a member that lost its partition can change nothing.
 */
export class PostgresTransport implements EventTransport {
  private readonly line: PostgresLine;
  private readonly days: PostgresDays;
  private readonly members = new Set<PostgresMember>();

  constructor(
    private readonly db: DataSource,
    private readonly log: MessagingLog,
    private readonly options: PostgresOptions = {},
  ) {
    this.line = new PostgresLine(db, log, (channel, words) => this.hear(channel, words));
    this.days = new PostgresDays(db, options.keepDays ?? KEEP_DAYS, log);
  }

  async ensureTopics(topics: readonly string[], partitions: number): Promise<void> {
    if (partitions !== RELAY_PARTS)
      throw new Error(`topics of the Postgres log have ${RELAY_PARTS} partitions, expected ${partitions}: order per key would break`);
    try {
      await this.days.make();
      await this.db.query(
        `insert into event_log.log_head (topic, part) select topic, part from unnest($1::text[]) as topic cross join generate_series(0, $2::int - 1) as part
         order by topic, part on conflict do nothing`,
        [topics, partitions],
      );
    } catch (error) {
      if (!NOT_SET_UP.test((error as { code?: string }).code ?? '')) throw error;
      throw new Error('the schema event_log is missing in this database, or closed to this role: run `npm run migrate` on it', { cause: error });
    }
    this.days.start();
  }

  publisher(): Publisher {
    return {
      publish: (records) => this.withRunner((runner) => this.append(() => appendRecords(runner, records))).then(() => undefined),
      close: () => Promise.resolve(),
    };
  }

  /** The outbox stands in the same database: its rows become the log's in one transaction. */
  carry(runner: QueryRunner, parts: readonly number[], limit: number, after: readonly number[]): Promise<Carried> {
    const { schema = 'public' } = this.db.options as { schema?: string };
    return this.append(() => carryOutbox(runner, schema, parts, limit, after));
  }

  async subscribe(request: SubscriptionRequest): Promise<Subscription> {
    const member = new PostgresMember(request, this.line, this.log, { ...PACE, ...this.options });
    this.members.add(member);
    const close = async (): Promise<void> => {
      this.members.delete(member);
      await member.close();
    };
    try {
      await member.join();
    } catch (error) {
      await close();
      throw error;
    }
    return { isJoined: () => member.isJoined(), close };
  }

  lag(group: string, topics: readonly string[]): Promise<PartitionLag[]> {
    return postgresLag(this.db, group, topics);
  }

  gone(topics: readonly string[]): Promise<PartitionGone[]> {
    return postgresGone(this.db, topics);
  }

  holdsBefore(topics: readonly string[], moment: Date): Promise<boolean> {
    return postgresHoldsBefore(this.db, topics, moment);
  }

  async forget(group: string): Promise<void> {
    await this.db.query('delete from event_log.log_offset where group_id = $1', [group]);
  }

  async close(): Promise<void> {
    await Promise.all([...this.members].map((member) => member.close()));
    this.members.clear();
    await this.days.stop();
    await this.line.close();
  }

  private async append(once: () => Promise<Appended>): Promise<Carried> {
    const appended = await once().catch(async (error: { code?: string }) => {
      if (error.code !== NO_DAY) throw error;
      await this.days.make();
      return once();
    });
    this.line.tellTopics(appended.topics);
    return appended;
  }

  private hear(channel: string, words: readonly string[]): void {
    for (const member of this.members) {
      if (channel === TOPIC_CHANNEL && member.listensTo(words)) member.wake();
      if (channel === GROUP_CHANNEL && words.includes(member.group)) void member.share();
    }
  }

  private async withRunner<T>(use: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.db.createQueryRunner();
    try {
      return await use(runner);
    } finally {
      await runner.release();
    }
  }
}
