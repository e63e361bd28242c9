import type { DataSource } from 'typeorm';
import type { Consumer } from './consumer.js';
import { keyOf, nameOf, type Delivery } from './delivery.js';
import { readRecord } from './envelope.js';
import type { MessagingLog } from './log.js';
import { DEAD_AFTER_ATTEMPTS, isTransient, parkedDelayFor } from './retry-policy.js';
import type { ReceivedRecord } from './transport/transport.js';

interface ParkedRow {
  seq: string;
  handler: string;
  key: string;
  topic: string;
  partition: number;
  record_offset: string;
  headers: Record<string, string>;
  payload: string;
  attempts: number;
}

// The head of a key's queue is its oldest row; a dead head keeps its key waiting until a person decides.
const DUE_HEAD = `
  select p.* from parked p
  where p.state = 'waiting' and p.next_at <= now()
    and not exists (select 1 from parked earlier where earlier.handler = p.handler and earlier.key = p.key and earlier.seq < p.seq)
  order by p.next_at limit 1 for update skip locked`;

/** Tries parked keys again, one key's oldest event at a time, until the key is empty or the event is given up as dead. */
export class ParkingWorker {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly db: DataSource,
    private readonly consumer: Consumer,
    private readonly log: MessagingLog,
    private readonly everyMs = 1_000,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.running = this.drain().then(() => (this.stopped ? undefined : this.start()));
    }, this.everyMs);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async drain(): Promise<void> {
    try {
      while (!this.stopped && (await this.retryOne()));
    } catch (error) {
      this.log.warn({ error: nameOf(error) }, 'parking: could not look for due events, will try again');
    }
  }

  /** Retries one due event; false when none is due. */
  async retryOne(): Promise<boolean> {
    let tried: ParkedRow | undefined;
    try {
      await this.consumer.inTransaction(async (runner) => {
        const [row] = (await runner.query(DUE_HEAD)) as ParkedRow[];
        if (!row) return [];
        tried = row;
        const delivery = this.deliveryOf(row);
        const outbox = await this.consumer.handle(runner, [delivery]);
        await runner.query('delete from parked where seq = $1', [row.seq]);
        this.log.info({ parked: keyOf(delivery), eventId: delivery.event.id }, 'parking: event applied');
        return outbox;
      });
    } catch (error) {
      if (!tried || isTransient(error) === 'outage') throw error;
      await this.putBack(tried, error);
    }
    return tried !== undefined;
  }

  private deliveryOf(row: ParkedRow): Delivery {
    const record: ReceivedRecord = { ...row, offset: row.record_offset, value: row.payload };
    const read = readRecord(record, this.consumer.contractNamed);
    const handler = this.consumer.handlerNamed(row.handler);
    if (read.kind !== 'event' || !handler) throw new Error(`nobody can handle parked event ${row.seq} of ${row.handler}`);
    return { handler, record, event: read.event };
  }

  private async putBack(row: ParkedRow, error: unknown): Promise<void> {
    const attempts = row.attempts + 1;
    const dead = attempts >= DEAD_AFTER_ATTEMPTS;
    await this.db.query(`update parked set attempts = $2, state = $3, error = $4, next_at = now() + $5 * interval '1 millisecond' where seq = $1`, [
      row.seq,
      attempts,
      dead ? 'dead' : 'waiting',
      nameOf(error),
      parkedDelayFor(attempts),
    ]);
    if (dead) this.log.error({ handler: row.handler, key: row.key, attempts }, 'parking: event given up; its key waits for a person');
  }
}
