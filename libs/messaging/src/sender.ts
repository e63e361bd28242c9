import { crashPoint } from './crash-point.js';
import { withDeadline } from './deadline.js';
import type { MessagingLog } from './log.js';
import type { RelayFigures } from './metrics.js';
import type { OutboxQueue, Queue } from './outbox-queue.js';
import { toRecord, type StoredOutboxRow } from './outbox.js';
import { EventRefused, type Carried, type Publisher } from './transport/transport.js';

/**
 * Sends outbox rows to a log elsewhere: one send in flight, and a row goes only when the log has acknowledged it or refused it.
 * After any unclear answer the publisher is thrown away: kafkajs counts sequence numbers back for every partition of a request of
 * which one failed, so that the next records under those numbers could pass for duplicates and be lost.
 *
 * What an abandoned publisher had put on the wire may still be stored, even after newer events. That only doubles: such rows are
 * still in the outbox, so the next publisher sends them again before anything newer of their keys, and their first occurrences
 * stay in order; consumers know the second ones by their ids.
 */
export class Sender {
  private publisher: Publisher | undefined;

  constructor(
    private readonly newPublisher: () => Publisher,
    private readonly log: MessagingLog,
    private readonly figures: RelayFigures,
    /** After this many milliseconds without an answer a publisher is given up and the rows are read again. */
    private readonly deadlineMs: number,
  ) {}

  /** Sends the next rows of these parts, up to `limit` of each; rejects when something is unclear, and the rows stay. */
  async carry(queue: OutboxQueue, parts: readonly number[], limit: number, after: readonly number[]): Promise<Carried> {
    const rows = await queue.read(parts, limit, after);
    if (rows.length === 0) return { rows: 0, lastSeqs: new Map() };
    crashPoint('relay.read');
    const behind = rows.filter((row) => row.is_behind);
    if (behind.length > 0) await queue.parkBehind([...new Set(behind.map(({ key }) => key))]);
    await this.send(
      queue,
      rows.filter((row) => !row.is_behind),
      new Set(),
    );
    return { rows: rows.length, lastSeqs: lastSeqsOf(rows) };
  }

  /** Tries events again that were put aside, the first of each key; returns how many there were. */
  async carryDue(queue: OutboxQueue, parts: readonly number[], limit: number): Promise<number> {
    const rows = await queue.readDue(parts, limit);
    await this.send(queue.parked, rows, new Set());
    return rows.length;
  }

  /** Gives up what is under way; the next call begins with a new publisher. */
  async close(): Promise<void> {
    const old = this.publisher;
    this.publisher = undefined;
    await old?.close().catch(() => undefined); // it is being thrown away
  }

  /** A batch that is refused is halved until the events are found that the log does not take; `stopped` are their keys. */
  private async send(queue: Queue, rows: readonly StoredOutboxRow[], stopped: Set<string>): Promise<void> {
    const free = rows.filter(({ key }) => !stopped.has(key));
    if (free.length === 0) return;
    try {
      await this.publish(free);
    } catch (error) {
      if (!(error instanceof EventRefused)) throw error;
      if (free.length > 1) {
        const half = Math.ceil(free.length / 2);
        await this.send(queue, free.slice(0, half), stopped);
        return this.send(queue, free.slice(half), stopped);
      }
      return this.park(queue, free[0]!, error.message, stopped);
    }
    crashPoint('relay.sent');
    await queue.remove(free);
  }

  private async park(queue: Queue, row: StoredOutboxRow, reason: string, stopped: Set<string>): Promise<void> {
    stopped.add(row.key);
    await queue.park(row, reason);
    this.log.error(
      { eventId: row.headers['ce_id'], type: row.headers['ce_type'], topic: row.topic, key: row.key, reason },
      'relay: the log refused an event; it and later events of its key wait for a person',
    );
  }

  private async publish(rows: readonly StoredOutboxRow[]): Promise<void> {
    this.publisher ??= this.newPublisher();
    const began = performance.now();
    try {
      await withDeadline(this.publisher.publish(rows.map(toRecord)), this.deadlineMs, `no answer from the log within ${this.deadlineMs} ms`);
    } catch (error) {
      this.figures.failed(error instanceof EventRefused);
      void this.close(); // closing may take as long as the answer that did not come
      throw error;
    }
    this.figures.sent(rows.length, performance.now() - began);
  }
}

function lastSeqsOf(rows: readonly StoredOutboxRow[]): Map<number, number> {
  const last = new Map<number, number>();
  for (const { relay_part, seq } of rows) last.set(relay_part, Math.max(last.get(relay_part) ?? 0, Number(seq)));
  return last;
}
