import type { DataSource, QueryRunner } from 'typeorm';
import { crashPoint } from './crash-point.js';
import { withDeadline } from './deadline.js';
import { nameOf } from './delivery.js';
import type { MessagingLog } from './log.js';
import { LowWater } from './low-water.js';
import { deleteFromOutbox, readOutbox, toRecord } from './outbox.js';
import { RelayControl } from './relay-control.js';
import { delayFor } from './retry-policy.js';
import type { Carried, EventTransport, Publisher } from './transport/transport.js';
import { onWakeUp } from './wake-up.js';

export interface RelayOptions {
  /** Rows of each part a round. */
  batchSize: number;
  /** Rounds begin at least this far apart, so that under load they grow instead of multiplying. */
  paceMs: number;
  /** How long the outbox may stay unread when no wake-up comes, in milliseconds. */
  pollMs: number;
  /** After this many milliseconds without an answer a producer is given up and the rows are read again. */
  deadlineMs: number;
}

export const RELAY_DEFAULTS: RelayOptions = { batchSize: 500, paceMs: 15, pollMs: 500, deadlineMs: 15_000 };

/**
 * Carries the outbox to the log: the parts that this replica leads, in order, one send in flight, and a row goes only when
 * the log has acknowledged it. A crash between sending and deleting sends again; the inbox of every consumer knows the
 * event by its id.
 */
export class Relay {
  private readonly control: RelayControl;
  private readonly unregister: () => void;
  private readonly lowWater = new LowWater();
  private publisher: Publisher | undefined;
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
    this.unregister = onWakeUp(db, (parts) => {
      if (this.control.leadsAny(parts)) this.wake();
      this.control.tellOthers(parts);
    });
  }

  async start(): Promise<void> {
    await this.control.start();
    this.loop = this.run();
  }

  /** One last round over everything this process leads, then stops. */
  async stop(): Promise<void> {
    this.unregister();
    this.stopping = true;
    this.wake();
    await this.loop;
    await this.publisher?.close();
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
      const next = performance.now() + this.options.paceMs;
      try {
        await this.drain();
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures === 1 || failures % 20 === 0) this.log.warn({ failures, error: nameOf(error) }, 'relay: sending failed, will read again');
        await this.renewPublisher();
        if (lastRound) return;
        await this.sleep(delayFor(failures));
        continue;
      }
      if (lastRound) return;
      if (!this.awake && !this.stopping) await this.sleep(this.options.pollMs);
      const early = next - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    }
  }

  private async drain(): Promise<void> {
    const runner = this.db.createQueryRunner();
    try {
      while (await this.round(runner));
    } finally {
      await runner.release();
    }
  }

  /** Carries one batch; true when there may be more. */
  private async round(runner: QueryRunner): Promise<boolean> {
    const parts = this.control.parts();
    if (parts.length === 0) return false;
    const lowWater = this.lowWater.at(performance.now());
    const { batchSize } = this.options;
    const { rows, lastSeq } = await (this.transport.carry?.(runner, parts, batchSize, lowWater) ?? this.send(runner, parts, lowWater));
    this.lowWater.passed([lastSeq]);
    return rows >= batchSize;
  }

  /** To a log elsewhere: rows are deleted when it has acknowledged them. */
  private async send(runner: QueryRunner, parts: readonly number[], lowWater: number): Promise<Carried> {
    const rows = await readOutbox(runner, parts, this.options.batchSize, lowWater);
    if (rows.length === 0) return { rows: 0, lastSeq: 0 };
    crashPoint('relay.read');
    this.publisher ??= this.transport.publisher();
    const { deadlineMs } = this.options;
    await withDeadline(this.publisher.publish(rows.map(toRecord)), deadlineMs, `no answer from the log within ${deadlineMs} ms`);
    crashPoint('relay.sent');
    const seqs = rows.map((row) => row.seq);
    await deleteFromOutbox(runner, parts, seqs);
    return { rows: rows.length, lastSeq: seqs.reduce<number>((last, seq) => Math.max(last, Number(seq)), 0) };
  }

  /** After an unclear answer the producer's own sequence is unclear too: a new one starts clean. */
  private async renewPublisher(): Promise<void> {
    const old = this.publisher;
    this.publisher = undefined;
    await old?.close().catch(() => undefined); // it is being thrown away
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
