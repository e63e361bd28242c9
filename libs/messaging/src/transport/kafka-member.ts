import type { Consumer, EachBatchPayload, IHeaders, KafkaMessage, TopicOffsets, TopicPartitionOffset } from 'kafkajs';
import { withDeadline } from '../deadline.js';
import { nameOf } from '../error-class.js';
import type { MessagingLog } from '../log.js';
import { KafkaOffsets } from './kafka-offsets.js';
import { textIn } from './kafkajs-record-reader.js';
import { isStarved, Overload } from './overload.js';
import { textOf } from './raw-bytes.js';
import type { ReceivedRecord, SubscriptionRequest } from './transport.js';

// A process that is told to stop has ten seconds for everything: a slice that takes longer is rolled back and comes again.
const LEAVE_WITHIN_MS = 3_500;
const HANG_UP_WITHIN_MS = 500;

/** One member of one group: reads its partitions slice by slice, pauses when it is too much, and leaves in good order. */
export class KafkaMember {
  private readonly overload = new Overload();
  private readonly beats = new Set<NodeJS.Timeout>();
  private readonly offsets: KafkaOffsets;
  private resting: NodeJS.Timeout | undefined;
  private isLeaving = false;

  constructor(
    private readonly consumer: Pick<Consumer, 'pause' | 'resume' | 'stop' | 'disconnect' | 'commitOffsets'>,
    private readonly request: SubscriptionRequest,
    private readonly log: MessagingLog,
  ) {
    this.offsets = new KafkaOffsets((offsets) => consumer.commitOffsets(offsets));
  }

  private get topics(): { topic: string }[] {
    return this.request.topics.map((topic) => ({ topic }));
  }

  /** The group gave its partitions out anew. */
  joined(): void {
    this.offsets.forget();
    if (this.resting) this.consumer.pause(this.topics); // the group may be a new one
  }

  /** Up to this offset nothing is left that anybody could apply; untold, the group would seem behind for ever. */
  steppedOver(topic: string, partition: number, offset: string): void {
    this.offsets.applied(topic, partition, offset);
  }

  /** Ends after the running slices, or without them when they take too long. */
  async leave(): Promise<void> {
    this.isLeaving = true;
    clearTimeout(this.resting);
    this.resting = undefined;
    await withDeadline(this.offsets.tell(), HANG_UP_WITHIN_MS, 'the broker does not answer').catch(() => undefined); // only a hint
    await withDeadline(this.consumer.stop(), LEAVE_WITHIN_MS, 'the running slice takes too long').catch((error) =>
      this.log.warn({ group: this.request.group, error: nameOf(error) }, 'kafka: leaves without waiting any longer'),
    );
    for (const beat of this.beats) clearInterval(beat); // of a slice that never ends
    this.offsets.end();
    await withDeadline(this.consumer.disconnect(), HANG_UP_WITHIN_MS, 'the broker does not answer').catch(() => undefined); // it will notice
  }

  /** Applies a batch of one partition slice by slice; the position follows what was applied. */
  async eachBatch(payload: EachBatchPayload): Promise<void> {
    const { onSlice, sliceSize } = this.request;
    const { batch, resolveOffset, commitOffsetsIfNecessary, heartbeat, isRunning, isStale } = payload;
    // A slow slice must not cost the membership; a heartbeat that fails shows in the next fetch.
    const beat = setInterval(() => void heartbeat().catch(() => undefined), 2_000);
    this.beats.add(beat);
    try {
      const { topic, partition, messages } = batch;
      for (let at = 0; at < messages.length && isRunning() && !isStale() && !this.resting; at += sliceSize) {
        const slice = messages.slice(at, at + sliceSize).map((message) => received(topic, partition, message));
        if (!(await this.untilApplied(() => onSlice(slice), isRunning))) return;
        const last = slice[slice.length - 1]!.offset;
        resolveOffset(last);
        // Behind the last record kafkajs steps over what is none itself.
        this.offsets.applied(topic, partition, at + sliceSize < messages.length ? last : batch.lastOffset());
        // This member is leaving: kafkajs takes the last word here, and nowhere else.
        if (!isRunning()) await this.offsets.tell((offsets) => commitOffsetsIfNecessary({ topics: byTopic(offsets) }));
      }
    } finally {
      clearInterval(beat);
      this.beats.delete(beat);
    }
  }

  /**
   * The database is away: waiting here keeps the partition and its order; throwing would make the group rejoin for ever. False when
   * the consumer was stopped before the slice was applied.
   */
  private async untilApplied(apply: () => Promise<void>, isRunning: () => boolean): Promise<boolean> {
    for (let failures = 0; isRunning(); failures += 1) {
      const began = performance.now();
      try {
        await apply();
        this.restAfter(performance.now() - began, false);
        return true;
      } catch (error) {
        this.restAfter(0, isStarved(error));
        if (failures % 20 === 0)
          this.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'consumer: waiting for the database');
        await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** failures, 2_000)));
      }
    }
    return false;
  }

  /** Fetches nothing for a while when the slice was too much; what is paused keeps its place in the group. */
  private restAfter(ms: number, starved: boolean): void {
    const pauseMs = this.overload.pauseAfter({ ms, isStarved: starved });
    if (pauseMs === 0 || this.resting || this.isLeaving) return;
    this.log.warn({ group: this.request.group, sliceMs: Math.round(ms), isStarved: starved, pauseMs }, 'consumer: too much at once, pauses');
    this.consumer.pause(this.topics);
    this.resting = setTimeout(() => {
      this.resting = undefined;
      this.resume();
    }, pauseMs);
  }

  private resume(): void {
    try {
      this.consumer.resume(this.topics);
    } catch (error) {
      // kafkajs has no group while it starts again after a crash, and the next one has paused nothing.
      this.log.info({ group: this.request.group, error: nameOf(error) }, 'consumer: nothing is paused any more');
    }
  }
}

function byTopic(offsets: readonly TopicPartitionOffset[]): TopicOffsets[] {
  const topics = [...new Set(offsets.map(({ topic }) => topic))];
  return topics.map((topic) => ({ topic, partitions: offsets.filter((one) => one.topic === topic) }));
}

function received(topic: string, partition: number, message: KafkaMessage): ReceivedRecord {
  const plain = textIn(message);
  if (plain) return { topic, partition, offset: message.offset, ...plain };
  const { key, value, headers, offset } = message;
  const text = textOf({ key: bytesIn(key), value: bytesIn(value), headers: bytesOfAll(headers ?? {}) });
  const record = { topic, partition, offset, key: text.key, value: text.value, headers: text.headers };
  return text.raw ? { ...record, raw: text.raw } : record;
}

function bytesOfAll(headers: IHeaders): Record<string, Buffer> {
  for (const name in headers)
    if (!Buffer.isBuffer(headers[name])) return Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, bytesIn(header)]));
  return headers as Record<string, Buffer>;
}

function bytesIn(part: KafkaMessage['key'] | IHeaders[string]): Buffer {
  return Buffer.isBuffer(part) ? part : Buffer.from(String(part ?? ''));
}
