import type { EventHandler, EventTransport, ReceivedRecord } from '#libs/messaging';
import { TOPICS } from '#libs/contracts';
import type { DataSource } from 'typeorm';
import { emptyHistory, type History, type HistoryNote } from './history.js';

/** Reads a whole log of one process beside its groups. */
export class LogReader {
  readonly records: ReceivedRecord[] = [];

  async listenTo(transport: EventTransport): Promise<this> {
    const onSlice = (records: readonly ReceivedRecord[]): Promise<void> => {
      this.records.push(...records);
      return Promise.resolve();
    };
    const onFatal = (error: Error): void => {
      throw error;
    };
    await transport.subscribe({ group: 'reader', topics: TOPICS, sliceSize: 100, onSlice, onFatal });
    return this;
  }
}

/** The history of one service on one database and of the log that it spoke to. */
export async function noteHistory(db: DataSource, { records }: LogReader, handlers: readonly EventHandler[]): Promise<History> {
  const notes = (await db.query(
    `select seq::int, kind, key, sequence::int, event_id as "eventId", type, handler, cause, (extract(epoch from at) * 1000)::float8 as at from history order by seq`,
  )) as Omit<HistoryNote, 'service' | 'source'>[];
  const heads = (await db.query(`select aggregate_id as key, last_sequence::int as "lastSequence" from aggregate_head`)) as {
    key: string;
    lastSequence: number;
  }[];
  return {
    ...emptyHistory,
    notes: notes.map((note) => ({ ...note, service: 'note', source: 'note' })),
    heads: heads.map((head) => ({ ...head, service: 'note' })),
    log: records.map(({ topic, partition, offset, key, headers }) => ({
      ...{ topic, partition, offset: Number(offset), key, source: 'note' },
      sequence: Number(headers['ce_sequence']),
      eventId: headers['ce_id']!,
      type: headers['ce_type']!,
      at: 0,
    })),
    hearers: handlers.map(({ name, contracts }) => ({ service: 'note', handler: name, types: contracts.map(({ wireType }) => wireType) })),
  };
}
