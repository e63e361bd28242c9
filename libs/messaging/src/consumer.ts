import { parseWireType, type AnyEventContract } from '#libs/contracts';
import type { DataSource, QueryRunner } from 'typeorm';
import { inBatches } from './batches.js';
import { crashPoint } from './crash-point.js';
import { keyOf, nameOf, type Delivery } from './delivery.js';
import { readRecord } from './envelope.js';
import type { EventHandler } from './handles.js';
import { noteApplied } from './history.js';
import { rememberInInbox } from './inbox.js';
import type { MessagingLog } from './log.js';
import { appendToOutbox, partsOf, type OutboxRow } from './outbox.js';
import { parkedKeys, parkDelivery } from './parking.js';
import { delayFor, isTransient } from './retry-policy.js';
import { sourceOf } from './run-work.js';
import { inTransaction } from './transaction.js';
import { PositionLost, type Position, type ReceivedRecord } from './transport/transport.js';
import { UnitOfWork } from './unit-of-work.js';
import { wakeRelay } from './wake-up.js';
import type { ReceivedEvent } from './work.js';

const ATTEMPTS_BEFORE_PARKING = 3;

/** Applies records to a service's database: every handler once per event id, in order per key, whatever comes twice or fails. */
export class Consumer {
  // By the event's name without its version: handlers hear every major, raised to the newest.
  private readonly byType = new Map<string, EventHandler[]>();
  private readonly contracts = new Map<string, AnyEventContract>();

  constructor(
    private readonly db: DataSource,
    handlers: readonly EventHandler[],
    private readonly log: MessagingLog,
  ) {
    for (const handler of handlers)
      for (const contract of handler.contracts) {
        this.byType.set(contract.type, [...(this.byType.get(contract.type) ?? []), handler]);
        this.contracts.set(contract.type, contract);
      }
  }

  /** The topics in which this service's events of interest are. */
  get topics(): string[] {
    const contracts = [...this.byType.values()].flat().flatMap((handler) => handler.contracts);
    return [...new Set(contracts.map((contract) => contract.topic))].sort();
  }

  /**
   * Applies slices of some partitions: all in one transaction when nothing fails, else one delivery per transaction,
   * and what keeps failing is parked with its key. Positions that stand in the same database move in that transaction.
   * Rejects when the database is away or a position was lost: then the same slices must come again, to whoever owns them.
   */
  async apply(records: readonly ReceivedRecord[], positions: readonly Position[] = []): Promise<void> {
    const deliveries = records.flatMap((record) => this.deliveriesOf(record));
    if (deliveries.length === 0 && positions.length === 0) return;
    try {
      await this.together(deliveries, positions);
    } catch (error) {
      if (isTransient(error) === 'outage' || error instanceof PositionLost) throw error;
      for (const delivery of deliveries) await this.alone(delivery);
      if (positions.length > 0) await this.together([], positions);
    }
    crashPoint('consumer.committed');
  }

  private deliveriesOf(record: ReceivedRecord): Delivery[] {
    const wanted = this.byType.get(parseWireType(record.headers['ce_type'] ?? '').type);
    const read = wanted || !record.headers['ce_type'] ? readRecord(record, this.contractNamed) : undefined;
    if (read?.kind === 'unreadable') {
      // Without an id or checked data nobody can apply it, today or later; its place in the log is the evidence.
      this.log.error(
        { topic: record.topic, partition: record.partition, offset: record.offset, reason: read.reason },
        'consumer: unreadable record skipped',
      );
    }
    if (read?.kind !== 'event' || !wanted) return [];
    return wanted.map((handler) => ({ handler, record, event: read.event }));
  }

  private async together(deliveries: readonly Delivery[], positions: readonly Position[]): Promise<void> {
    await this.inTransaction(async (runner) => {
      for (const position of positions) await position.advance(runner);
      if (deliveries.length === 0) return [];
      // Before any effect: a zombie's second try waits here and finds nothing new. Both statements travel together.
      const [fresh, parked] = await Promise.all([rememberInInbox(runner, deliveries), parkedKeys(runner, deliveries)]);
      crashPoint('consumer.remembered');
      for (const delivery of fresh) if (parked.has(keyOf(delivery))) await parkDelivery(runner, delivery, 'behind-parked');
      const outbox: OutboxRow[] = [];
      for (const batch of inBatches(fresh.filter((delivery) => !parked.has(keyOf(delivery))))) outbox.push(...(await this.handle(runner, batch)));
      crashPoint('consumer.applied');
      return outbox;
    });
  }

  /** One delivery in its own transactions until it succeeds or is parked. */
  private async alone(delivery: Delivery): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.together([delivery], []);
      } catch (error) {
        const transience = isTransient(error);
        if (transience === 'outage') throw error;
        if (attempt >= ATTEMPTS_BEFORE_PARKING || !transience) return await this.park(delivery, error);
        await new Promise((resolve) => setTimeout(resolve, delayFor(attempt)));
      }
    }
  }

  private async park(delivery: Delivery, error: unknown): Promise<void> {
    const reason = isTransient(error) ? 'attempts-exhausted' : 'failed';
    await this.inTransaction(async (runner) => {
      const fresh = await rememberInInbox(runner, [delivery]);
      if (fresh.length > 0) await parkDelivery(runner, delivery, reason, error);
      return [];
    });
    this.log.error(
      { handler: delivery.handler.name, eventId: delivery.event.id, type: delivery.event.type, key: delivery.event.key, error: nameOf(error) },
      'consumer: event parked; later events of this key wait behind it',
    );
  }

  /** Runs a handler inside a transaction that is already open, on deliveries of its own with different keys; returns what it has to tell. */
  async handle(runner: QueryRunner, batch: readonly Delivery[]): Promise<OutboxRow[]> {
    const handler = batch[0]?.handler;
    const slice = batch.map(({ handler: { name }, event }) => ({ event, work: this.workFor(runner, name, event) }));
    await handler?.handle(runner.manager, slice);
    if (handler) await noteApplied(runner, handler.name, slice);
    return slice.flatMap(({ work }) => work.outboxRows(sourceOf(this.db)));
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

  /** The contract by which handlers hear the event of that name. */
  readonly contractNamed = (type: string): AnyEventContract | undefined => this.contracts.get(type);

  /** The handler of that name, for parked deliveries. */
  handlerNamed(name: string): EventHandler | undefined {
    return [...this.byType.values()].flat().find((handler) => handler.name === name);
  }
}
