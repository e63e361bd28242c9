import { v7 as uuidv7 } from 'uuid';
import type { MessagingLog } from '../log.js';
import { nameOf } from '../error-class.js';
import { delayFor } from '../retry-policy.js';
import type { PostgresLine } from './postgres-line.js';
import { readSlices, slicesOf, type Leased, type Slice } from './postgres-log.js';
import { PostgresShares } from './postgres-shares.js';
import { LeasedPosition } from './postgres-leases.js';
import { nameOfPartition } from './shares.js';
import { PositionLost, type SubscriptionRequest } from './transport.js';

/** How a member of a group keeps time, in milliseconds. */
export interface MemberPace {
  /** A dead member's partitions are given away after this long, by the database's clock. */
  leaseMs: number;
  /** How often a member shows that it lives and looks what is its share. */
  beatMs: number;
  /** How long the log may stay unread when no wake-up comes. */
  pollMs: number;
}

/** One member of one group: reads what it owns, slice by slice, partitions beside each other, each in its order. */
export class PostgresMember {
  private readonly shares: PostgresShares;
  private readonly running = new Map<string, Promise<void>>();
  private reading: Promise<void> | undefined;
  private again = false;
  private closed = false;
  private failures = 0;
  private endPauses: () => void = () => undefined;
  private readonly closing = new Promise<void>((resolve) => (this.endPauses = resolve));
  private readonly timers: NodeJS.Timeout[];

  constructor(
    private readonly request: SubscriptionRequest,
    private readonly line: PostgresLine,
    private readonly log: MessagingLog,
    pace: MemberPace,
  ) {
    const membership = { group: request.group, member: uuidv7(), topics: [...request.topics].sort(), leaseMs: pace.leaseMs };
    this.shares = new PostgresShares(membership, line, (partition) => this.running.has(nameOfPartition(partition)));
    this.timers = [setInterval(() => void this.share(), pace.beatMs).unref(), setInterval(() => this.wake(), pace.pollMs).unref()];
  }

  get group(): string {
    return this.request.group;
  }

  listensTo(topics: readonly string[]): boolean {
    return topics.some((topic) => this.request.topics.includes(topic));
  }

  isJoined(): boolean {
    return !this.closed && this.shares.isJoined();
  }

  /** Joins the group; rejects when the database does not let it. */
  async join(): Promise<void> {
    await this.shares.join();
    this.wake();
  }

  /** Looks again what is its share: on every beat, and when somebody joined or left. */
  async share(): Promise<void> {
    if (this.closed) return;
    try {
      await this.shares.look();
      this.failures = 0;
      this.wake();
    } catch (error) {
      this.warn(error, 'event log: cannot renew the leases');
    }
  }

  /** There may be something to read. */
  wake(): void {
    this.again = true;
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
      if (this.again && !this.closed) this.wake();
    });
  }

  /** Ends after the running slices, and hands the partitions over. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.timers.forEach((timer) => clearInterval(timer));
    this.endPauses();
    await this.reading;
    await Promise.all(this.running.values());
    // When the database is away the leases run out by themselves.
    await this.shares.leave().catch((error) => this.log.warn({ group: this.group, error: nameOf(error) }, 'event log: could not hand over'));
  }

  // A database that is away fails every beat and every poll: the first and then a few are enough to know.
  private warn(error: unknown, message: string): void {
    if (this.failures % 30 === 0) this.log.warn({ group: this.group, error: nameOf(error) }, message);
    this.failures += 1;
  }

  private async read(): Promise<void> {
    // Slices of several partitions end in the same moment: one look for all of them.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.again && !this.closed) {
      this.again = false;
      const idle = this.shares.owned().filter((leased) => !this.running.has(nameOfPartition(leased)));
      if (idle.length === 0) return;
      try {
        const { group, member } = this.shares.membership;
        const slices = slicesOf(await this.line.query(readSlices(group, member, idle, this.request.sliceSize)));
        for (const slice of slices) if (!this.closed) this.begin(slice);
      } catch (error) {
        this.warn(error, 'event log: cannot be read, will be polled');
      }
    }
  }

  private begin(slice: Slice): void {
    const name = nameOfPartition(slice);
    this.running.set(
      name,
      this.apply(slice).finally(() => {
        this.running.delete(name);
        void this.shares.giveUpWhatIsWanted(slice);
        this.wake();
      }),
    );
  }

  /** Until the slice is applied, the partition is lost, or this member leaves. */
  private async apply(slice: Slice): Promise<void> {
    for (let failures = 1; !this.closed; failures += 1) {
      try {
        return await this.applyOnce(slice);
      } catch (error) {
        if (error instanceof PositionLost) return this.lost(slice, error);
        if (failures % 20 === 1)
          this.log.warn(
            { group: this.group, topic: slice.topic, partition: slice.part, error: nameOf(error) },
            'event log: slice not applied, waits',
          );
        await Promise.race([this.closing, new Promise((resolve) => setTimeout(resolve, Math.min(delayFor(failures), 2_000)))]);
      }
    }
  }

  private async applyOnce(slice: Slice): Promise<void> {
    const position = new LeasedPosition(this.shares.membership, slice);
    await this.request.onSlice(slice.records, position);
    if (!position.isMoved) position.accept(await this.line.query(position.move()));
  }

  /** An owner that came later goes on from the group's position; ours may also have moved by a commit whose answer was lost. */
  private lost(slice: Leased, error: PositionLost): void {
    this.log.info({ group: this.group, topic: slice.topic, partition: slice.part, reason: error.message }, 'event log: reads the position again');
    void this.share();
  }
}
