import type { DataSource, QueryRunner } from 'typeorm';
import { deleteFromOutbox, readOutbox, RELAY_PARTS, toRecord } from './outbox.js';
import type { MessagingLog } from './log.js';
import { RelayControl } from './relay-control.js';
import { delayFor } from './retry-policy.js';
import type { EventTransport, Publisher } from './transport/transport.js';
import { onWakeUp } from './wake-up.js';

export interface RelayOptions {
  /** Rows a round. */
  batchSize: number;
  /** Rounds of one part begin at least this far apart, so that under load they grow instead of multiplying. */
  paceMs: number;
  /** How long the outbox may stay unread when no wake-up comes, in milliseconds. */
  pollMs: number;
  /** After this many milliseconds without an answer a producer is given up and the rows are read again. */
  deadlineMs: number;
}

export const RELAY_DEFAULTS: RelayOptions = { batchSize: 500, paceMs: 15, pollMs: 500, deadlineMs: 15_000 };

/**
 * Carries the outbox to the log: per part, in order, one send in flight, and a row goes only when the log has acknowledged it.
 * A crash between sending and deleting sends again; the inbox of every consumer knows the event by its id.
 */
export class Relay {
  private readonly control: RelayControl;
  private readonly parts: RelayPart[];
  private unregister: () => void = () => undefined;

  constructor(db: DataSource, transport: EventTransport, log: MessagingLog, options: RelayOptions = RELAY_DEFAULTS) {
    this.parts = Array.from({ length: RELAY_PARTS }, (_, part) => new RelayPart(db, transport, log, part, options, () => this.control.leads(part)));
    this.control = new RelayControl(db, log, (parts) => parts.forEach((part) => this.parts[part]?.wake()));
    this.unregister = onWakeUp(db, (parts) => {
      for (const part of parts) this.parts[part]?.wake();
      this.control.tellOthers(parts);
    });
  }

  async start(): Promise<void> {
    await this.control.start();
    for (const part of this.parts) part.start();
  }

  /** One last round over everything this process leads, then stops. */
  async stop(): Promise<void> {
    this.unregister();
    await Promise.all(this.parts.map((part) => part.stop()));
    await this.control.stop();
  }
}

/** One part of the outbox: a loop with a producer of its own. */
class RelayPart {
  private publisher: Publisher | undefined;
  private stopping = false;
  private awake = false;
  private rouse: () => void = () => undefined;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: DataSource,
    private readonly transport: EventTransport,
    private readonly log: MessagingLog,
    private readonly part: number,
    private readonly options: RelayOptions,
    private readonly leads: () => boolean,
  ) {}

  start(): void {
    this.loop = this.run();
  }

  wake(): void {
    this.awake = true;
    this.rouse();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.loop;
    await this.publisher?.close();
  }

  private async run(): Promise<void> {
    let failures = 0;
    for (;;) {
      const lastRound = this.stopping;
      this.awake = false;
      const next = performance.now() + this.options.paceMs;
      try {
        if (this.leads()) await this.drain();
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures === 1 || failures % 20 === 0) this.log.warn({ part: this.part, failures, error: messageOf(error) }, 'relay: sending failed, will read again');
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

  /** Sends one batch; true when there may be more. */
  private async round(runner: QueryRunner): Promise<boolean> {
    const rows = await readOutbox(runner, this.part, this.options.batchSize);
    if (rows.length === 0) return false;
    this.publisher ??= this.transport.publisher();
    await withDeadline(this.publisher.publish(rows.map(toRecord)), this.options.deadlineMs);
    await deleteFromOutbox(runner, this.part, rows.map((row) => row.seq));
    return rows.length === this.options.batchSize && this.leads();
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

async function withDeadline<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer from the log within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
