import type { DataSource, QueryRunner } from 'typeorm';
import { keyOf, nameOf, type Delivery } from './delivery.js';
import { readRecord } from './envelope.js';
import type { EventHandler } from './handles.js';
import { rememberInInbox } from './inbox.js';
import type { MessagingLog } from './log.js';
import { appendToOutbox, partsOf, type OutboxRow } from './outbox.js';
import { parkedKeys, parkDelivery } from './parking.js';
import { delayFor, isTransient } from './retry-policy.js';
import { sourceOf } from './run-work.js';
import { inTransaction } from './transaction.js';
import type { ReceivedRecord } from './transport/transport.js';
import { UnitOfWork } from './unit-of-work.js';
import { wakeRelay } from './wake-up.js';

const ATTEMPTS_BEFORE_PARKING = 3;

/** Applies records to a service's database: every handler once per event id, in order per key, whatever comes twice or fails. */
export class Consumer {
  private readonly byType = new Map<string, EventHandler[]>();

  constructor(
    private readonly db: DataSource,
    handlers: readonly EventHandler[],
    private readonly log: MessagingLog,
  ) {
    for (const handler of handlers)
      for (const contract of handler.contracts) this.byType.set(contract.wireType, [...(this.byType.get(contract.wireType) ?? []), handler]);
  }

  /** The topics in which this service's events of interest are. */
  get topics(): string[] {
    const contracts = [...this.byType.values()].flat().flatMap((handler) => handler.contracts);
    return [...new Set(contracts.map((contract) => contract.topic))].sort();
  }

  /**
   * Applies a slice of one partition: all in one transaction when nothing fails, else one delivery per transaction,
   * and what keeps failing is parked with its key. Rejects only when the database is away: then nothing was applied
   * and the same slice must come again.
   */
  async apply(records: readonly ReceivedRecord[]): Promise<void> {
    const deliveries = records.flatMap((record) => this.deliveriesOf(record));
    if (deliveries.length === 0) return;
    try {
      await this.together(deliveries);
    } catch (error) {
      if (isTransient(error) === 'outage') throw error;
      for (const delivery of deliveries) await this.alone(delivery);
    }
  }

  private deliveriesOf(record: ReceivedRecord): Delivery[] {
    const wanted = this.byType.get(record.headers['ce_type'] ?? '');
    const read = wanted || !record.headers['ce_type'] ? readRecord(record) : undefined;
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

  private async together(deliveries: readonly Delivery[]): Promise<void> {
    await this.inTransaction(async (runner) => {
      const fresh = await rememberInInbox(runner, deliveries); // first statement: a zombie's second try waits here and finds nothing new
      const parked = await parkedKeys(runner, fresh);
      const outbox: OutboxRow[] = [];
      for (const delivery of fresh) {
        if (parked.has(keyOf(delivery))) await parkDelivery(runner, delivery, 'behind-parked');
        else outbox.push(...(await this.handle(runner, delivery)));
      }
      return outbox;
    });
  }

  /** One delivery in its own transactions until it succeeds or is parked. */
  private async alone(delivery: Delivery): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.together([delivery]);
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

  /** Runs a handler inside a transaction that is already open; returns what it has to tell. */
  async handle(runner: QueryRunner, { handler, event }: Delivery): Promise<OutboxRow[]> {
    const work = new UnitOfWork(runner.manager, {
      actor: handler.name,
      now: event.time,
      correlationId: event.correlationId,
      causationId: event.id,
      traceparent: event.traceparent,
    });
    await handler.handle(work, event);
    return work.outboxRows(sourceOf(this.db));
  }

  /** Commits what `fn` did together with the outbox rows it returns. */
  async inTransaction(fn: (runner: QueryRunner) => Promise<OutboxRow[]>): Promise<void> {
    const parts = await inTransaction(this.db, async (runner) => {
      const rows = await fn(runner);
      return { result: partsOf(rows), last: appendToOutbox(rows) };
    });
    wakeRelay(this.db, parts);
  }

  /** The handler of that name, for parked deliveries. */
  handlerNamed(name: string): EventHandler | undefined {
    return [...this.byType.values()].flat().find((handler) => handler.name === name);
  }
}
