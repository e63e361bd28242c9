import type { EventTransport, PartitionLag, Publisher, ReceivedRecord, Subscription, SubscriptionRequest, WireRecord } from './transport.js';

/** A log in this process's memory with partitions, groups and positions, for tests that need no broker. */
export class InMemoryTransport implements EventTransport {
  private readonly log = new Map<string, ReceivedRecord[][]>();
  private readonly positions = new Map<string, number>();
  private readonly members = new Set<MemoryMember>();

  constructor(private readonly partitions = 4) {}

  ensureTopics(topics: readonly string[], partitions: number): Promise<void> {
    if (partitions !== this.partitions) return Promise.reject(new Error(`topics have ${this.partitions} partitions, expected ${partitions}`));
    for (const topic of topics) this.partitionsOf(topic);
    return Promise.resolve();
  }

  publisher(): Publisher {
    return {
      publish: (records) => {
        for (const record of records) this.append(record);
        for (const member of this.members) member.wake();
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    };
  }

  subscribe(request: SubscriptionRequest): Promise<Subscription> {
    // One member of a group owns all partitions, as with a single consumer; a second one waits until the first leaves.
    const member = new MemoryMember(
      request,
      this.positions,
      (topic) => this.partitionsOf(topic),
      (self) => this.ownerOf(request.group) === self,
    );
    this.members.add(member);
    member.wake();
    return Promise.resolve({
      isJoined: () => this.ownerOf(request.group) === member,
      close: async () => {
        await member.close();
        this.members.delete(member);
        for (const other of this.members) other.wake();
      },
    });
  }

  lag(group: string, topics: readonly string[]): Promise<PartitionLag[]> {
    const lagOf = (topic: string, partition: number, end: number): PartitionLag => {
      const position = this.positions.get(`${group} ${topic} ${partition}`) ?? 0;
      return { topic, partition, position, end, lag: end - position };
    };
    return Promise.resolve(topics.flatMap((topic) => this.partitionsOf(topic).map((records, partition) => lagOf(topic, partition, records.length))));
  }

  async close(): Promise<void> {
    await Promise.all([...this.members].map((member) => member.close()));
    this.members.clear();
  }

  private ownerOf(group: string): MemoryMember | undefined {
    return [...this.members].find((member) => member.group === group);
  }

  private partitionsOf(topic: string): ReceivedRecord[][] {
    let partitions = this.log.get(topic);
    if (!partitions) this.log.set(topic, (partitions = Array.from({ length: this.partitions }, () => [])));
    return partitions;
  }

  private append(record: WireRecord): void {
    const partition = [...record.key].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) >>> 0, 7) % this.partitions;
    const records = this.partitionsOf(record.topic)[partition]!;
    records.push({ ...record, partition, offset: String(records.length) });
  }
}

class MemoryMember {
  private closed = false;
  private pumping: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly request: SubscriptionRequest,
    private readonly positions: Map<string, number>,
    private readonly partitionsOf: (topic: string) => ReceivedRecord[][],
    private readonly owns: (self: MemoryMember) => boolean,
  ) {}

  get group(): string {
    return this.request.group;
  }

  wake(): void {
    this.again = true;
    this.pumping ??= this.pump().finally(() => (this.pumping = undefined));
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.pumping;
  }

  private async pump(): Promise<void> {
    await Promise.resolve(); // never inside the publisher's own call
    while (this.again && !this.closed && this.owns(this)) {
      this.again = false;
      for (const topic of this.request.topics) for (const records of this.partitionsOf(topic)) await this.read(topic, records);
    }
  }

  private async read(topic: string, records: ReceivedRecord[]): Promise<void> {
    const position = `${this.request.group} ${topic} ${records[0]?.partition}`;
    for (;;) {
      const at = this.positions.get(position) ?? 0;
      const slice = records.slice(at, at + this.request.sliceSize);
      if (slice.length === 0 || this.closed) return;
      try {
        await this.request.onSlice(slice);
        this.positions.set(position, at + slice.length);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 5)); // the port's promise: the same records come again
      }
    }
  }
}
