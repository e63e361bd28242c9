import type { DataSource, QueryRunner } from 'typeorm';
import { tellApplied } from './applied-log.js';
import type { Consumer } from './consumer.js';
import { deadLetterOf } from './dead-letter.js';
import { isHeld, type Arrival, type Delivery, type HeldDelivery } from './delivery.js';
import { placeOfError } from './error-class.js';
import type { MessagingLog } from './log.js';
import type { OutboxRow } from './outbox.js';
import { dueKeys, lockQueue, quarantinedBytes, recordOf, type ParkedKey } from './parked-queue.js';
import type { ParkedRow, ParkReason } from './parking.js';
import { NotNow } from './rebuilding.js';
import { DEAD_AFTER_ATTEMPTS, isTransient, parkedDelayFor } from './retry-policy.js';
import { sourceOf } from './run-work.js';

// Events of one key in one transaction: a key behind which thousands wait is empty in seconds.
const AT_ONCE = 100;

/** Applies parked keys, one key at a time and in its order, until the key is empty, its first event fails again, or it is given up as dead. */
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
      this.log.warn({ error: placeOfError(error) }, 'parking: could not look for due events, will try again');
    }
  }

  /** Takes every key that is due as far as it goes; false when none is, or other replicas have them all. */
  async retryOne(): Promise<boolean> {
    const { handlers, readableTypes } = this.consumer.hearers;
    const names = handlers.map(({ name }) => name);
    const due = await dueKeys(this.db, names, readableTypes);
    let moved = false;
    for (const key of due) if (!this.stopped && (await this.drainKey(key))) moved = true;
    return moved;
  }

  /** True when this replica applied something of the key or noted another failure. */
  private async drainKey(key: ParkedKey): Promise<boolean> {
    let moved = false;
    for (let atOnce = AT_ONCE; !this.stopped;) {
      let tried: ParkedRow[] = [];
      try {
        await this.consumer.inTransaction(async (runner) => {
          await this.consumer.refuseDuringRebuild(runner);
          tried = await lockQueue(runner, key, atOnce);
          return this.applyInOrder(runner, tried);
        });
        moved ||= tried.length > 0;
        if (tried.length < atOnce) return moved;
      } catch (error) {
        if (error instanceof NotNow) return false;
        if (isTransient(error) === 'outage') throw error;
        if (tried.length > 1) {
          atOnce = 1; // one of them fails: those before it by themselves, until it is the first
          continue;
        }
        if (tried[0]) await this.putBack(tried[0], error);
        return true;
      }
    }
    return moved;
  }

  private async applyInOrder(runner: QueryRunner, rows: readonly ParkedRow[]): Promise<OutboxRow[]> {
    const outbox: OutboxRow[] = [];
    const applied: Delivery[] = [];
    for (const row of rows) {
      const arrival = await this.arrivalOf(runner, row);
      if (isHeld(arrival)) throw new StillHeld(arrival);
      outbox.push(...(await this.consumer.handle(runner, [arrival])));
      applied.push(arrival);
    }
    if (rows.length > 0) {
      const [, left] = (await runner.query('delete from parked where seq = any($1::bigint[])', [rows.map(({ seq }) => seq)])) as [unknown, number];
      if (left < rows.length) throw new Error('somebody gave one of these events up meanwhile'); // only the first is locked: then one by one
      this.log.info({ handler: rows[0]!.handler, key: rows[0]!.key, events: rows.length }, 'parking: events applied');
      tellApplied(this.log, this.consumer.figures, applied, Date.now());
    }
    return outbox;
  }

  private async arrivalOf(runner: QueryRunner, row: ParkedRow): Promise<Arrival> {
    const record = await recordOf(runner, row);
    const arrival = this.consumer.hearers.arrivalsOf(record).find(({ handler }) => handler.name === row.handler);
    if (!arrival) throw new Error(`${row.handler} does not hear ${row.type} any more`);
    return arrival;
  }

  private async putBack(row: ParkedRow, error: unknown): Promise<void> {
    const waitsForDeploy = error instanceof StillHeld && error.held === 'unknown-version';
    const attempts = row.attempts + (waitsForDeploy ? 0 : 1);
    const isDead = attempts >= DEAD_AFTER_ATTEMPTS;
    const fault = error instanceof StillHeld ? error.message : placeOfError(error);
    await this.consumer.inTransaction(async (runner) => {
      const [changed] = (await runner.query(
        `with changed as (
           update parked set attempts = $2, state = $3, reason = $4, error = $5, next_at = now() + $6 * interval '1 millisecond'
           where seq = $1 and state = 'waiting' returning seq, now() as at
         ) select * from changed`,
        [row.seq, attempts, isDead ? 'dead' : 'waiting', reasonAfter(row, error), fault, parkedDelayFor(attempts)],
      )) as { at: Date }[];
      if (!isDead || !changed) return [];
      const source = sourceOf(this.db);
      const letter = {
        ...{ service: source.split('/').at(-1)!, source, row, attempts, at: changed.at },
        error: error instanceof StillHeld ? error.held : fault,
      };
      return [deadLetterOf(letter, row.payload === null ? (await quarantinedBytes(runner, row.event_id))?.value : undefined)];
    });
    if (isDead) this.log.error({ handler: row.handler, key: row.key, attempts, error: fault }, 'parking: event given up; its key waits for a person');
  }
}

/** This build still cannot read the event. */
class StillHeld extends Error {
  readonly held: HeldDelivery['held'];

  constructor({ held, detail }: HeldDelivery) {
    super(detail);
    this.held = held;
  }
}

function reasonAfter({ reason }: ParkedRow, error: unknown): ParkReason {
  if (error instanceof StillHeld) return error.held;
  if (reason === 'quarantined' || reason === 'unknown-version' || reason === 'behind-parked' || reason === 'gap')
    return isTransient(error) ? 'attempts-exhausted' : 'failed';
  return reason;
}
