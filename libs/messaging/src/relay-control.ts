import type { DataSource } from 'typeorm';
import { withDeadline } from './deadline.js';
import type { MessagingLog } from './log.js';
import { RELAY_PARTS } from './outbox.js';

/** The calls of a pg client that a pinned connection needs. */
interface PinnedClient {
  query(text: string, values?: unknown[]): Promise<{ rows: { locked: boolean }[] }>;
  on(event: 'notification', listener: () => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  end(): Promise<void>;
}

const LOCK_SPACE = 7_341_001;
const CHECK_MS = 1_000;
const ANSWER_WITHIN_MS = 3_000;
// A process that is frozen, or cut off, says nothing: then the server ends its session, and others may lead. A name of PostgreSQL 14.
const SILENT_MS = 10_000;
const COALESCE_MS = 15;

/**
 * One pinned connection per process that holds the session advisory locks of the parts this replica leads, and LISTENs for
 * the others' wake-ups. Leading is for efficiency only: two relays on one part would send twice, never wrongly.
 */
export class RelayControl {
  private client: PinnedClient | undefined;
  private release: () => Promise<void> = () => Promise.resolve();
  private readonly led = new Set<number>();
  private readonly untold = new Set<number>();
  private checkTimer: NodeJS.Timeout | undefined;
  private tellTimer: NodeJS.Timeout | undefined;
  private checking: Promise<void> = Promise.resolve();
  private stopped = false;
  private readonly channel: string;

  constructor(
    private readonly db: DataSource,
    private readonly log: MessagingLog,
    private readonly wake: () => void,
  ) {
    this.channel = `${(db.options as { schema?: string }).schema ?? 'public'}_outbox`;
  }

  /** The parts that this replica leads. */
  parts(): number[] {
    return [...this.led];
  }

  leadsAny(parts: ReadonlySet<number>): boolean {
    return [...parts].some((part) => this.led.has(part));
  }

  async start(): Promise<void> {
    await this.check();
    const again = (): void => {
      this.checkTimer = setTimeout(() => {
        this.checking = this.check().then(() => (this.stopped ? undefined : again()));
      }, CHECK_MS);
    };
    again();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.checkTimer);
    clearTimeout(this.tellTimer);
    await this.checking;
    await this.ask('select pg_advisory_unlock_all()').catch(() => undefined); // a dead connection holds no lock
    await this.giveUpConnection();
  }

  /** Tells other replicas about parts that they lead, at most once per few milliseconds and never inside a business transaction. */
  tellOthers(parts: ReadonlySet<number>): void {
    for (const part of parts) if (!this.led.has(part)) this.untold.add(part);
    if (this.untold.size === 0 || this.tellTimer) return;
    this.tellTimer = setTimeout(() => {
      this.tellTimer = undefined;
      const payload = [...this.untold].join(',');
      this.untold.clear();
      this.ask('select pg_notify($1, $2)', [this.channel, payload]).catch(() => undefined); // they poll as well
    }, COALESCE_MS);
  }

  /** Connects when needed, checks that the connection lives, and takes over parts that nobody leads. */
  private async check(): Promise<void> {
    try {
      if (!this.client) await this.connect();
      else await this.ask('select 1');
      for (let part = 0; part < RELAY_PARTS; part += 1) {
        if (this.led.has(part)) continue;
        const isLocked = await this.ask('select pg_try_advisory_lock($1, hashtext($2)) as locked', [LOCK_SPACE, `${this.channel}:${part}`]);
        if (isLocked) {
          this.led.add(part);
          this.wake();
        }
      }
    } catch (error) {
      this.lose(error);
    }
  }

  private async connect(): Promise<void> {
    const runner = this.db.createQueryRunner();
    const client = (await runner.connect()) as PinnedClient;
    this.release = () => runner.release();
    client.on('notification', () => this.wake());
    client.on('error', (error) => this.lose(error));
    this.client = client;
    await this.ask(`listen "${this.channel}"`);
    await this.ask(`set idle_session_timeout = ${SILENT_MS}`);
  }

  /** Whether the first row says `locked`; rejects when the connection does not answer in time. */
  private async ask(text: string, values?: unknown[]): Promise<boolean> {
    if (!this.client) throw new Error('not connected');
    const { rows } = await withDeadline(this.client.query(text, values), ANSWER_WITHIN_MS, `no answer within ${ANSWER_WITHIN_MS} ms`);
    return rows[0]?.locked === true;
  }

  private lose(error: unknown): void {
    if (!this.client && this.led.size === 0) return;
    this.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'relay: lost its connection, will lead again when it is back');
    void this.giveUpConnection();
  }

  /** Ends it before it goes back: the pool would lend a frozen connection, or its locks, to somebody else. */
  private async giveUpConnection(): Promise<void> {
    const { client, release } = this;
    this.client = undefined;
    this.release = () => Promise.resolve();
    this.led.clear();
    void client?.end().catch(() => undefined); // it may be gone already
    await release().catch(() => undefined);
  }
}
