import type { DataSource, QueryRunner } from 'typeorm';
import { carryInHalves } from './carry-in-halves.js';
import { withDeadline } from './deadline.js';
import { nameOf } from './error-class.js';
import { drainOutbox } from './drain-outbox.js';
import type { MessagingLog } from './log.js';
import { LowWater } from './low-water.js';
import { relayFigures } from './metrics.js';
import { StoredOutboxQueue, type OutboxQueue } from './outbox-queue.js';
import { Pace } from './pace.js';
import { RelayControl } from './relay-control.js';
import { delayFor } from './retry-policy.js';
import { sourceOf } from './run-work.js';
import { Sender } from './sender.js';
import type { Carried, EventTransport } from './transport/transport.js';
import { onWakeUp } from './wake-up.js';

export interface RelayOptions {
  /** Rows of each part a round. */
  batchSize: number;
  /** How long the outbox may stay unread when no wake-up comes, in milliseconds. */
  pollMs: number;
  /** After this many milliseconds without an answer a producer is given up and the rows are read again. */
  deadlineMs: number;
  /** How long the last round may take. */
  stopWithinMs: number;
}

export const RELAY_DEFAULTS: RelayOptions = { batchSize: 500, pollMs: 500, deadlineMs: 15_000, stopWithinMs: 2_000 };

// Events that were put aside are looked for this often.
const DUE_MS = 1_000;

/**
 * Carries the outbox to the log: the parts that this replica leads, in order, one send in flight, and a row goes only when
 * the log has acknowledged it. A crash between sending and deleting sends again; the inbox of every consumer knows the
 * event by its id.
 */
export class Relay {
  private readonly control: RelayControl;
  private readonly sender: Sender;
  private readonly unregister: () => void;
  private readonly lowWater = new LowWater();
  private readonly pace = new Pace();
  private dueAt = -Infinity;
  private stopping = false;
  private awake = false;
  private rouse: () => void = () => undefined;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: DataSource,
    private readonly transport: EventTransport,
    private readonly log: MessagingLog,
    private readonly options: RelayOptions = RELAY_DEFAULTS,
  ) {
    this.control = new RelayControl(db, log, () => this.wake());
    this.sender = new Sender(() => transport.publisher(), log, relayFigures(sourceOf(db).split('/').at(-1)!), options.deadlineMs);
    this.unregister = onWakeUp(db, (parts) => {
      if (this.control.leadsAny(parts)) this.wake();
      this.control.tellOthers(parts);
    });
  }

  async start(): Promise<void> {
    await this.control.start();
    this.loop = this.run();
  }

  /** One last round over everything this process leads, then stops; what it cannot send in time another replica sends. */
  async stop(): Promise<void> {
    this.unregister();
    this.stopping = true;
    this.wake();
    await withDeadline(this.loop, this.options.stopWithinMs, 'the last round takes too long').catch((error) =>
      this.log.warn({ error: nameOf(error) }, 'relay: stops with events left in the outbox'),
    );
    await Promise.race([this.sender.close(), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
    await this.control.stop();
  }

  private wake(): void {
    this.awake = true;
    this.rouse();
  }

  private async run(): Promise<void> {
    let failures = 0;
    for (;;) {
      const lastRound = this.stopping;
      this.awake = false;
      try {
        await this.pace.begin();
        await this.drain();
        this.pace.end(false);
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures === 1 || failures % 20 === 0) this.log.warn({ failures, error: nameOf(error) }, 'relay: sending failed, will read again');
        if (lastRound) return;
        await this.sleep(delayFor(failures));
        continue;
      }
      if (lastRound) return;
      if (!this.awake && !this.stopping) await this.sleep(this.options.pollMs);
    }
  }

  private async drain(): Promise<void> {
    const runner = this.db.createQueryRunner();
    try {
      const queue = new StoredOutboxQueue(runner);
      const { batchSize: limit } = this.options;
      await this.carryDue(runner, queue);
      await drainOutbox({
        parts: () => this.control.parts(),
        limit,
        lowWater: this.lowWater,
        carry: (parts, after, isBacklog) => this.carry(runner, queue, parts, after, isBacklog),
        openTransactions: (since) => queue.openTransactions(since),
        now: () => performance.now(),
      });
    } finally {
      await runner.release();
    }
  }

  private carry(runner: QueryRunner, queue: OutboxQueue, parts: readonly number[], after: readonly number[], isBacklog: boolean): Promise<Carried> {
    const { transport, db } = this;
    const { batchSize: limit } = this.options;
    if (!transport.carry) return this.sender.carry(queue, parts, limit, after);
    if (!isBacklog || parts.length < 2) return transport.carry(runner, parts, limit, after);
    return carryInHalves(db, runner, parts, after, (on, half, from) => transport.carry!(on, half, limit, from));
  }

  private async carryDue(runner: QueryRunner, queue: StoredOutboxQueue): Promise<void> {
    const parts = this.control.parts();
    if (parts.length === 0 || performance.now() - this.dueAt < DUE_MS) return;
    // A log in this database takes what another one refused, and asks for no order of its own: first what waits, then the rest.
    if (this.transport.carry) await runner.query(`update outbox_parked set state = 'due' where state = 'refused'`);
    while ((await this.sender.carryDue(queue, parts, this.options.batchSize)) > 0);
    this.dueAt = performance.now();
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.rouse = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.awake) this.rouse();
    });
  }
}
