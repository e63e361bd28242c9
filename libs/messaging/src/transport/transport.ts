import type { QueryRunner } from 'typeorm';
import type { RawBytes } from './raw-bytes.js';

/** One event as it stands on the wire. */
export interface WireRecord {
  topic: string;
  key: string;
  headers: Record<string, string>;
  value: string;
}

/** One event as it came off the wire; `offset` is a decimal string, unique and rising inside a partition. */
export interface ReceivedRecord extends WireRecord {
  partition: number;
  offset: string;
  /** The bytes as they came, when they are no text that could be kept; key, headers and value are only a likeness then. */
  raw?: RawBytes;
}

/** Sends records in order; the caller awaits each call before the next one, so that order and retries stay simple. */
export interface Publisher {
  /**
   * Resolves when every record is stored for good; on rejection any of them may or may not be, and this publisher must be closed.
   * Rejects with `EventRefused` when the log will never take one of them as it is.
   */
  publish(records: readonly WireRecord[]): Promise<void>;
  /** From this call on nothing leaves any more, not even by a retry of something under way. */
  close(): Promise<void>;
}

/** The log will not take a record, today or tomorrow: it is too large, its topic is unknown, or the like. */
export class EventRefused extends Error {
  override name = 'EventRefused';
}

/** What one round of carrying the outbox did. */
export interface Carried {
  rows: number;
  /** The highest `seq` of each part among them. */
  lastSeqs: ReadonlyMap<number, number>;
}

/** Where a group stands in one partition of a log that lives in the database of its effects. */
export interface Position {
  /** Moves behind the slice, in the transaction that applies it; throws `PositionLost` when another member owns the partition now. */
  advance(runner: QueryRunner): Promise<void>;
}

/** The partition was given to another member: nothing of this slice may be applied here. */
export class PositionLost extends Error {
  override name = 'PositionLost';
}

/** What a group wants to hear. */
export interface SubscriptionRequest {
  group: string;
  topics: readonly string[];
  /** At most this many records a call. */
  sliceSize: number;
  /**
   * Applies records of one partition, in order. The position moves on only after it resolved, or with the effects when
   * the transport gives it along; after a rejection the same records come again.
   */
  onSlice(records: readonly ReceivedRecord[], position?: Position): Promise<void>;
  /** The subscription cannot go on by itself: the process should stop and be started again. */
  onFatal(error: Error): void;
}

/** How far a group is behind in one partition, in records. */
export interface PartitionLag {
  topic: string;
  partition: number;
  /** The next record that the group has not applied. */
  position: number;
  /** Where the next record will be put. */
  end: number;
  lag: number;
}

/** The first records of a partition that the log no longer has, because it keeps them for a time only. */
export interface PartitionGone {
  topic: string;
  partition: number;
  records: number;
}

export interface Subscription {
  /** True once the group has given this member its partitions. */
  isJoined(): boolean;
  /** Ends after the running slice. */
  close(): Promise<void>;
}

/** The port behind which Kafka, the Postgres log and the in-memory log are alike: ordered per key, at least once, from the first record on. */
export interface EventTransport {
  /** Makes sure that the topics exist with this many partitions; throws when one has another number. */
  ensureTopics(topics: readonly string[], partitions: number): Promise<void>;
  publisher(): Publisher;
  /**
   * Offered by a log in the database of the outbox: moves up to `limit` rows of each part, of those after `after` (one `seq` per
   * part), into the log in one transaction. Without it the relay reads, publishes and deletes.
   */
  carry?(runner: QueryRunner, parts: readonly number[], limit: number, after: readonly number[]): Promise<Carried>;
  subscribe(request: SubscriptionRequest): Promise<Subscription>;
  /** How far a group is behind in the partitions of these topics, ordered by topic and partition. */
  lag?(group: string, topics: readonly string[]): Promise<PartitionLag[]>;
  /** The partitions of these topics that no longer begin with their first record. */
  gone?(topics: readonly string[]): Promise<PartitionGone[]>;
  /** Does the log still hold a record of these topics that was appended before this moment? */
  holdsBefore?(topics: readonly string[], moment: Date): Promise<boolean>;
  /** Offered by a log that keeps records until every group has read them: this one is over, and nothing is kept for it any more. */
  forget?(group: string): Promise<void>;
  close(): Promise<void>;
}
