import type { DataSource } from 'typeorm';
import { nameOf } from './error-class.js';
import type { MessagingLog } from './log.js';
import { RELAY_PARTS } from './outbox.js';
import { PinnedConnection } from './pinned-connection.js';

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
  private readonly connection: PinnedConnection;
  private readonly led = new Set<number>();
  private readonly untold = new Set<number>();
  private checkTimer: NodeJS.Timeout | undefined;
  private tellTimer: NodeJS.Timeout | undefined;
  private checking: Promise<void> = Promise.resolve();
  private stopped = false;
  private failures = 0;
  private readonly channel: string;

  constructor(
    db: DataSource,
    private readonly log: MessagingLog,
    private readonly wake: () => void,
  ) {
    this.channel = `${(db.options as { schema?: string }).schema ?? 'public'}_outbox`;
    this.connection = new PinnedConnection(db, {
      begin: [`listen "${this.channel}"`, `set idle_session_timeout = ${SILENT_MS}`],
      end: 'select pg_advisory_unlock_all()',
      answerWithinMs: ANSWER_WITHIN_MS,
      heard: wake,
      lost: (error) => this.lose(error),
    });
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
    await this.connection.close();
    this.led.clear();
  }

  /** Tells other replicas about parts that they lead, at most once per few milliseconds and never inside a business transaction. */
  tellOthers(parts: ReadonlySet<number>): void {
    for (const part of parts) if (!this.led.has(part)) this.untold.add(part);
    if (this.untold.size === 0 || this.tellTimer) return;
    this.tellTimer = setTimeout(() => {
      this.tellTimer = undefined;
      const payload = [...this.untold].join(',');
      this.untold.clear();
      const notifying = { name: 'relay-notify', text: 'select pg_notify($1, $2)', values: [this.channel, payload] };
      this.connection.query(notifying).catch(() => undefined); // they poll as well
    }, COALESCE_MS);
  }

  /** Checks that the connection lives, and takes over parts that nobody leads. */
  private async check(): Promise<void> {
    try {
      await this.connection.query('select 1');
      for (let part = 0; part < RELAY_PARTS; part += 1) if (!this.led.has(part)) await this.tryToLead(part);
      this.failures = 0;
    } catch (error) {
      // A database that is away fails every check: the first and then a few are enough to know.
      if (this.failures % 30 === 0) this.log.warn({ error: nameOf(error) }, 'relay: cannot see what it may lead, will look again');
      this.failures += 1;
    }
  }

  private async tryToLead(part: number): Promise<void> {
    const [answer] = await this.connection.query<{ isLocked: boolean }>({
      name: 'relay-lead',
      text: 'select pg_try_advisory_lock($1, hashtext($2)) as "isLocked"',
      values: [LOCK_SPACE, `${this.channel}:${part}`],
    });
    if (!answer!.isLocked) return;
    this.led.add(part);
    this.wake();
  }

  private lose(error: unknown): void {
    this.led.clear();
    this.log.warn({ error: nameOf(error) }, 'relay: lost its connection, will lead again when it is back');
  }
}
