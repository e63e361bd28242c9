import type { TopicPartitionOffset } from 'kafkajs';

// As long as this many milliseconds a member that takes over may have to skip what the inbox knows already.
const WITHIN_MS = 250;

/** Commits offsets to the broker, each the first one that was not applied. */
export type Commit = (offsets: TopicPartitionOffset[]) => Promise<void>;

/**
 * Tells the broker how far records were applied: soon, and for all partitions in one request. Only a hint for whoever takes over,
 * because the inbox knows what was applied; said after each slice of each partition, it cost the broker more than the records did.
 */
export class KafkaOffsets {
  private readonly untold = new Map<string, TopicPartitionOffset>();
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(private readonly commit: Commit) {}

  /** The record at this offset, and all before it in its partition, are applied. */
  applied(topic: string, partition: number, offset: string): void {
    if (this.isOver) return;
    this.untold.set(`${topic} ${partition}`, { topic, partition, offset: String(BigInt(offset) + 1n) });
    this.tellSoon();
  }

  /** Partitions were given out anew: what was applied before may be another member's business now. */
  forget(): void {
    this.untold.clear();
  }

  /** The member is none any more: nobody would listen. */
  end(): void {
    this.isOver = true;
    this.forget();
    clearTimeout(this.timer);
  }

  /** Tells what is untold; what the broker does not take now is told later, unless something newer is. */
  async tell(commit = this.commit): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const told = [...this.untold];
    this.untold.clear();
    if (told.length === 0) return;
    try {
      await commit(told.map(([, offset]) => offset));
    } catch {
      if (this.isOver) return;
      for (const [partition, offset] of told) if (!this.untold.has(partition)) this.untold.set(partition, offset);
    }
  }

  private tellSoon(): void {
    this.timer ??= setTimeout(() => void this.tell().then(() => this.untold.size > 0 && this.tellSoon()), WITHIN_MS);
  }
}
