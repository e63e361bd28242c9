import type { DataSource } from 'typeorm';
import { withDeadline } from '../deadline.js';
import type { MessagingLog } from '../log.js';
import { nameOf } from '../error-class.js';
import type { PgClient, Statement } from '../transaction.js';

interface Notification {
  channel: string;
  payload?: string;
}

interface LineClient extends PgClient {
  on(event: 'notification', listener: (message: Notification) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  off(event: string, listener: unknown): void;
  end(): Promise<void>;
}

/** Somebody appended to the topics in the payload. */
export const TOPIC_CHANNEL = 'event_log_topic';
/** Somebody joined or left the group in the payload, or gave up a partition. */
export const GROUP_CHANNEL = 'event_log_group';

const ANSWER_WITHIN_MS = 15_000;
// NOTIFY takes a lock of the whole database at its commit: one for all that was appended meanwhile.
const COALESCE_MS = 10;

/** The connection that a process keeps to the Postgres log: leases, reads and wake-ups; it is made again when it breaks. */
export class PostgresLine {
  private client: Promise<LineClient> | undefined;
  private release: () => Promise<void> = () => Promise.resolve();
  private readonly untold = new Set<string>();
  private telling: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly db: DataSource,
    private readonly log: MessagingLog,
    private readonly heard: (channel: string, words: readonly string[]) => void,
  ) {}

  /** Runs a statement that is a transaction of its own. Rejects when there is no connection or no answer. */
  async query<Row>(statement: Statement | string): Promise<Row[]> {
    const client = await (this.client ??= this.connect());
    try {
      const { rows } = await withDeadline(client.query(statement), ANSWER_WITHIN_MS, 'no answer from the database');
      return rows;
    } catch (error) {
      // An SQLSTATE is an answer; without one the connection is no use any more.
      if (!/^[0-9A-Z]{5}$/.test((error as { code?: string }).code ?? '')) {
        void client.end().catch(() => undefined); // or the pool would lend it to others
        this.lose(error);
      }
      throw error;
    }
  }

  /** Wakes whoever listens to these topics, at most once per few milliseconds. */
  tellTopics(topics: readonly string[]): void {
    for (const topic of topics) this.untold.add(topic);
    if (this.telling || this.untold.size === 0 || this.closed) return;
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
    this.closed = true;
    clearTimeout(this.telling);
    const client = await this.client?.catch(() => undefined); // never connected: nothing to close
    await client?.query('unlisten *').catch(() => undefined); // a dead connection listens to nothing
    client?.off('notification', this.onNotification);
    client?.off('error', this.onError);
    await this.release().catch(() => undefined);
    this.client = undefined;
  }

  private notify(channel: string, payload: string): void {
    this.query({ name: 'event-log-notify', text: 'select pg_notify($1, $2)', values: [channel, payload] }).catch(() => undefined); // they poll as well
  }

  private async connect(): Promise<LineClient> {
    const runner = this.db.createQueryRunner();
    try {
      const client = (await runner.connect()) as LineClient;
      client.on('notification', this.onNotification);
      client.on('error', this.onError);
      await client.query(`listen ${TOPIC_CHANNEL}`);
      await client.query(`listen ${GROUP_CHANNEL}`);
      this.release = () => runner.release();
      return client;
    } catch (error) {
      this.client = undefined;
      await runner.release().catch(() => undefined); // the first error tells more
      throw error;
    }
  }

  private readonly onNotification = ({ channel, payload }: Notification): void => this.heard(channel, (payload ?? '').split(','));
  private readonly onError = (error: Error): void => this.lose(error);

  private lose(error: unknown): void {
    if (!this.client || this.closed) return;
    this.log.warn({ error: nameOf(error) }, 'event log: lost its connection, will connect again');
    this.client = undefined;
    void this.release().catch(() => undefined); // it is gone already
    this.release = () => Promise.resolve();
  }
}
