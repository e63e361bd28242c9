import type { DataSource, QueryRunner } from 'typeorm';
import { tellApplied } from './applied-log.js';
import { inBatches, lockBefore } from './batches.js';
import { crashPoint } from './crash-point.js';
import { keyOf, type Arrival, type Delivery } from './delivery.js';
import { errorClassOf, placeOfError } from './error-class.js';
import type { EventHandler } from './handles.js';
import { consumerFigures, showPaused, type ConsumerFigures } from './metrics.js';
import { Hearers } from './hearers.js';
import { inSequence, noteHeard, roundsOf, type Run } from './heard-so-far.js';
import { noteApplied } from './history.js';
import { cameBefore, rememberInInbox, rememberNews } from './inbox.js';
import type { MessagingLog } from './log.js';
import { MostEventsFail, OutageGuard, type Outage } from './outage-guard.js';
import { appendToOutbox, partsOf, type OutboxRow } from './outbox.js';
import { park, parkedKeys, type Waiting } from './parking.js';
import { NotNow, refuseDuringRebuild, type Rebuilding } from './rebuilding.js';
import { isTransient } from './retry-policy.js';
import { repeatingConflicts, sourceOf } from './run-work.js';
import { sortOut } from './sort-out.js';
import { clientOf, inTransaction } from './transaction.js';
import { PositionLost, type Position, type ReceivedRecord } from './transport/transport.js';
import { UnitOfWork } from './unit-of-work.js';
import { untilDecided } from './until-decided.js';
import { wakeRelay } from './wake-up.js';
import type { ReceivedEvent } from './work.js';

// After something came twice the next slices are expected to have come before, too: a member that takes over hears some again.
const CAREFUL_SLICES = 50;

/** What a transaction remembers of records before it has any effect. */
interface Remembering {
  /** Keeps the deliveries that nobody applied before. */
  inInbox: (runner: QueryRunner, arrivals: readonly Arrival[]) => Promise<readonly Arrival[]>;
  /** Tells for each key with a gap its lowest missing number. */
  heard: (runner: QueryRunner) => Promise<Map<string, number>>;
}

/** Applies records to a service's database: every handler once per event id, in order per key, whatever comes twice or fails. */
export class Consumer {
  readonly hearers: Hearers;
  readonly figures: ConsumerFigures;
  private outage: Outage | undefined;
  private careful = 0;

  constructor(
    private readonly db: DataSource,
    handlers: readonly EventHandler[],
    private readonly log: MessagingLog,
    private readonly guard: OutageGuard = new OutageGuard(),
    private readonly rebuilding?: Rebuilding,
  ) {
    this.hearers = new Hearers(handlers);
    this.figures = consumerFigures(this.service);
  }

  private get service(): string {
    return sourceOf(this.db).split('/').at(-1)!;
  }

  /** The topics in which this service's events of interest are. */
  get topics(): string[] {
    return this.hearers.topics;
  }

  /** What makes most events fail just now, so that the consumer waits instead of parking them. */
  get pausedBy(): Outage | undefined {
    return this.outage;
  }

  /**
   * Applies slices of some partitions: all in one transaction when nothing fails, else one arrival per transaction,
   * and what keeps failing is parked with its key. Positions that stand in the same database move in that transaction.
   * Rejects when the database is away, when most events fail alike or when a position was lost: then the same slices must come
   * again, to whoever owns them.
   */
  async apply(records: readonly ReceivedRecord[], positions: readonly Position[] = []): Promise<void> {
    const rounds = roundsOf(records);
    const heard = inSequence(records, rounds).flatMap((record) => this.hearers.arrivalsOf(record));
    const arrivals = this.rebuilding ? await this.rebuilding.among(heard) : heard;
    if (records.length === 0 && positions.length === 0) return;
    const began = performance.now();
    try {
      await this.inOneTransaction(arrivals, rounds, positions);
    } catch (error) {
      if (isTransient(error) === 'outage' || error instanceof PositionLost || error instanceof NotNow) throw error;
      await this.oneByOne(arrivals, rounds);
      await this.together([], { inInbox: rememberInInbox, heard: (runner) => noteHeard(runner, rounds) }, positions);
    }
    if (this.outage) showPaused(this.service, 0);
    this.outage = undefined;
    this.figures.slice(records.length, performance.now() - began);
    crashPoint('consumer.committed');
  }

  /** Nearly everything comes once: as long as that is so, asking whether it came before would be half of the work. */
  private async inOneTransaction(arrivals: readonly Arrival[], rounds: readonly Run[][], positions: readonly Position[]): Promise<void> {
    if (this.careful === 0) {
      const asNews: Remembering = { inInbox: rememberNews, heard: (runner) => noteHeard(runner, rounds, { areNews: true }) };
      try {
        return await repeatingConflicts(() => this.together(arrivals, asNews, positions));
      } catch (error) {
        if (!cameBefore(error)) throw error;
        this.careful = CAREFUL_SLICES;
      }
    }
    this.careful -= 1;
    const asking: Remembering = { inInbox: rememberInInbox, heard: (runner) => noteHeard(runner, rounds) };
    await repeatingConflicts(() => this.together(arrivals, asking, positions));
  }

  private async together(arrivals: readonly Arrival[], remembering: Remembering, positions: readonly Position[]): Promise<void> {
    let waiting: Waiting[] = [];
    let applied: readonly Delivery[] = [];
    await this.inTransaction(async (runner) => {
      await Promise.all(positions.map((position) => position.advance(runner)));
      // Before any effect: a zombie's second try waits here and finds nothing new. The statements travel together.
      const [fresh, parked, missing] = await Promise.all([
        remembering.inInbox(runner, arrivals),
        parkedKeys(runner, arrivals),
        remembering.heard(runner),
        this.refuseDuringRebuild(runner),
      ]);
      crashPoint('consumer.remembered');
      const sorted = sortOut(fresh, parked, missing);
      waiting = sorted.waiting;
      applied = sorted.ready;
      await park(runner, waiting);
      const batches = inBatches(sorted.ready);
      await lockBefore(runner.manager, batches);
      const outbox: OutboxRow[] = [];
      for (const batch of batches) outbox.push(...(await this.handle(runner, batch)));
      crashPoint('consumer.applied');
      return outbox;
    });
    this.guard.noteApplied(applied.length, performance.now());
    if (!this.rebuilding) tellApplied(this.log, this.figures, applied, Date.now());
    this.figures.heard('skipped', arrivals.length - applied.length - waiting.length);
    this.tell(waiting);
  }

  /** Every arrival in transactions of its own; those that fail for good are parked, unless most of the last minute failed alike. */
  private async oneByOne(arrivals: readonly Arrival[], rounds: readonly Run[][]): Promise<void> {
    let missing = new Map<string, number>();
    // By itself: what fails below has been heard all the same. Only holes stay until all is applied.
    await this.inTransaction(async (runner) => {
      await runner.query('savepoint heard');
      missing = await noteHeard(runner, rounds);
      await runner.query('rollback to savepoint heard');
      await noteHeard(runner, rounds, { fillsHoles: false });
      return [];
    });
    const failed = new Map<string, { arrival: Arrival; error: unknown }>();
    const behind: Arrival[] = [];
    const remembering: Remembering = { inInbox: rememberInInbox, heard: () => Promise.resolve(missing) };
    const apply = (arrival: Arrival): Promise<void> => this.together([arrival], remembering, []);
    for (const arrival of arrivals) {
      if (failed.has(keyOf(arrival))) {
        behind.push(arrival);
        continue;
      }
      const error = await untilDecided(() => apply(arrival));
      if (error === undefined) continue;
      failed.set(keyOf(arrival), { arrival, error });
      this.guard.noteFailed(`${arrival.handler.name} ${arrival.event.id}`, errorClassOf(error), performance.now());
    }
    this.waitOutOutage();
    for (const { arrival, error } of failed.values()) await this.parkFailed(arrival, error);
    for (const arrival of behind) await apply(arrival);
  }

  private waitOutOutage(): void {
    const outage = this.guard.outageAt(performance.now());
    if (!outage) return;
    if (!this.outage) this.log.error({ ...outage }, 'consumer: most events fail alike; waiting instead of parking them');
    this.outage = outage;
    showPaused(this.service, outage.failures);
    throw new MostEventsFail(outage);
  }

  private async parkFailed(arrival: Arrival, error: unknown): Promise<void> {
    const one: Waiting = { arrival, reason: isTransient(error) ? 'attempts-exhausted' : 'failed', error: placeOfError(error) };
    let isFresh = false;
    await this.inTransaction(async (runner) => {
      await this.refuseDuringRebuild(runner);
      isFresh = (await rememberInInbox(runner, [arrival])).length > 0;
      if (isFresh) await park(runner, [one]);
      return [];
    });
    if (isFresh) this.tell([one]);
  }

  private tell(waiting: readonly Waiting[]): void {
    this.figures.heard('parked', waiting.length);
    for (const { arrival, reason, error } of waiting) {
      if (reason === 'behind-parked') continue;
      const { handler, event, record } = arrival;
      const place = { topic: record.topic, partition: record.partition, offset: record.offset };
      this.log.error(
        { handler: handler.name, eventId: event.id, type: event.type, key: event.key, sequence: event.sequence, ...place, reason, error },
        'consumer: event parked; later events of this key wait behind it',
      );
    }
  }

  /** Runs a handler inside a transaction that is already open, on deliveries of its own with different keys; returns what it has to tell. */
  async handle(runner: QueryRunner, batch: readonly Delivery[]): Promise<OutboxRow[]> {
    const handler = batch[0]?.handler;
    const slice = batch.map(({ handler: { name }, event }) => ({ event, work: this.workFor(runner, name, event) }));
    await handler?.handle(runner.manager, slice);
    const client = await clientOf(runner);
    await Promise.all(slice.flatMap(({ work }) => work.stored).map((statement) => client.query(statement)));
    if (handler) await noteApplied(runner, handler.name, slice);
    return slice.flatMap(({ work }) => work.outboxRows(sourceOf(this.db)));
  }

  /** Whoever builds a projection anew has the service's events for itself. */
  async refuseDuringRebuild(runner: QueryRunner): Promise<void> {
    if (!this.rebuilding) await refuseDuringRebuild(runner);
  }

  private workFor(runner: QueryRunner, actor: string, { id, time, correlationId, traceparent }: ReceivedEvent): UnitOfWork {
    return new UnitOfWork(runner.manager, { actor, now: time, correlationId, causationId: id, traceparent });
  }

  /** Commits what `fn` did together with the outbox rows it returns. */
  async inTransaction(fn: (runner: QueryRunner) => Promise<OutboxRow[]>): Promise<void> {
    const parts = await inTransaction(this.db, async (runner) => {
      const rows = await fn(runner);
      return { result: partsOf(rows), last: appendToOutbox(rows) };
    });
    wakeRelay(this.db, parts);
  }
}
