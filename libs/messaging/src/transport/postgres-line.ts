import type { DataSource } from 'typeorm';
import { nameOf } from '../error-class.js';
import type { MessagingLog } from '../log.js';
import { PinnedConnection } from '../pinned-connection.js';
import type { Statement } from '../transaction.js';

/** Somebody appended to the topics in the payload. */
export const TOPIC_CHANNEL = 'event_log_topic';
/** Somebody joined or left the group in the payload, or gave up a partition. */
export const GROUP_CHANNEL = 'event_log_group';

const ANSWER_WITHIN_MS = 15_000;
// NOTIFY takes a lock of the whole database at its commit: one for all that was appended meanwhile.
const COALESCE_MS = 10;

/** The connection that a process keeps to the Postgres log: leases, reads and wake-ups. */
export class PostgresLine {
  private readonly connection: PinnedConnection;
  private readonly untold = new Set<string>();
  private telling: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(db: DataSource, log: MessagingLog, heard: (channel: string, words: readonly string[]) => void) {
    this.connection = new PinnedConnection(db, {
      begin: [`listen ${TOPIC_CHANNEL}`, `listen ${GROUP_CHANNEL}`],
      end: 'unlisten *',
      answerWithinMs: ANSWER_WITHIN_MS,
      heard: ({ channel, payload }) => heard(channel, (payload ?? '').split(',')),
      lost: (error) => log.warn({ error: nameOf(error) }, 'event log: lost its connection, will connect again'),
    });
  }

  /** Runs a statement that is a transaction of its own. Rejects when there is no connection or no answer. */
  query<Row>(statement: Statement | string): Promise<Row[]> {
    return this.connection.query(statement);
  }

  /** Wakes whoever listens to these topics, at most once per few milliseconds. */
  tellTopics(topics: readonly string[]): void {
    for (const topic of topics) this.untold.add(topic);
    if (this.telling || this.untold.size === 0 || this.isClosed) return;
    this.notify(TOPIC_CHANNEL, [...this.untold].join(','));
    this.untold.clear();
    this.telling = setTimeout(() => {
      this.telling = undefined;
      this.tellTopics([]);
    }, COALESCE_MS).unref();
  }

  /** Makes the other members of the group look at once what is theirs. */
  tellGroup(group: string): void {
    this.notify(GROUP_CHANNEL, group);
  }

  async close(): Promise<void> {
    if (this.untold.size > 0) this.notify(TOPIC_CHANNEL, [...this.untold].join(','));
    this.isClosed = true;
    clearTimeout(this.telling);
    await this.connection.close();
  }

  private notify(channel: string, payload: string): void {
    this.query({ name: 'event-log-notify', text: 'select pg_notify($1, $2)', values: [channel, payload] }).catch(() => undefined); // they poll as well
  }
}
