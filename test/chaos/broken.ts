import { readRecord, type EventHandler, type EventTransport, type Publisher, type ReceivedRecord, type WireRecord } from '#libs/messaging';
import type { DataSource, EntityManager } from 'typeorm';
import { noteApplied } from '../../libs/messaging/src/history.js';
import { UnitOfWork } from '../../libs/messaging/src/unit-of-work.js';

// Faults that somebody could build into messaging; they stand here so that the checker can prove that it would see them.

export interface ApplyRecords {
  apply(records: readonly ReceivedRecord[]): Promise<void>;
}

const withPublish = (transport: EventTransport, publish: (publisher: Publisher, records: readonly WireRecord[]) => Promise<void>): EventTransport =>
  Object.assign(Object.create(transport) as EventTransport, {
    publisher: (): Publisher => {
      const publisher = transport.publisher();
      return { publish: (records) => publish(publisher, records), close: () => publisher.close() };
    },
  });

/** A log whose first answer never comes, because the records never arrived. */
export function unclearOnce(transport: EventTransport): EventTransport {
  let sendings = 0;
  return withPublish(transport, (publisher, records) =>
    ++sendings === 1 ? Promise.reject(new Error('no answer from the log')) : publisher.publish(records),
  );
}

/** Takes every answer for a yes: the relay deletes what was not acknowledged. */
export function forgettingPublisher(transport: EventTransport): EventTransport {
  return withPublish(transport, (publisher, records) => publisher.publish(records).catch(() => undefined));
}

/** Says that a slice is done before it is: the offset moves, whatever becomes of the transactions, which `underWay` collects. */
export function positionFirst(transport: EventTransport, underWay: Promise<void>[]): EventTransport {
  return Object.assign(Object.create(transport) as EventTransport, {
    subscribe: (request: Parameters<EventTransport['subscribe']>[0]) =>
      transport.subscribe({
        ...request,
        onSlice: (records, position) => {
          underWay.push(request.onSlice(records, position).catch(() => undefined));
          return Promise.resolve();
        },
      }),
  });
}

/** Looks first whether an event is new, applies it, and remembers it last. */
export class InboxLastConsumer implements ApplyRecords {
  constructor(
    private readonly db: DataSource,
    private readonly handler: EventHandler,
  ) {}

  async apply(records: readonly ReceivedRecord[]): Promise<void> {
    await this.db.transaction((tx) => this.applyIn(tx, records));
  }

  private async applyIn(tx: EntityManager, records: readonly ReceivedRecord[]): Promise<void> {
    const ids = records.map(({ headers }) => headers['ce_id']!);
    const known = (await tx.query('select event_id from inbox where handler = $1 and event_id = any($2)', [this.handler.name, ids])) as {
      event_id: string;
    }[];
    const seen = new Set(known.map(({ event_id }) => event_id));
    for (const record of records.filter(({ headers }) => !seen.has(headers['ce_id']!))) {
      const read = readRecord(record);
      if (read.kind !== 'event') continue;
      const heard = { event: read.event, work: new UnitOfWork(tx, { actor: this.handler.name }) };
      await this.handler.handle(tx, [heard]);
      await noteApplied(tx.queryRunner!, this.handler.name, [heard]);
    }
    await tx.query('insert into inbox (handler, event_id) select $1, unnest($2::uuid[]) on conflict do nothing', [this.handler.name, ids]);
  }
}
