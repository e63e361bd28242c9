import { RELAY_PARTS } from '../outbox.js';
import { beat, beginOffsets, claim, giveUp, liveMembers, offsets, renew, resign, type Membership, type OffsetRow } from './postgres-leases.js';
import type { PostgresLine } from './postgres-line.js';
import type { Leased } from './postgres-log.js';
import { deal, nameOfPartition, type Member, type Partition } from './shares.js';

/** What one member owns of its group's partitions: takes its fair share, and gives up what others should have. */
export class PostgresShares {
  private leases = new Map<string, Leased>();
  private wantedByOthers = new Set<string>();
  private looking: Promise<void> = Promise.resolve();
  private joinedUntil = 0;
  private isLeaving = false;

  constructor(
    readonly membership: Membership,
    private readonly line: PostgresLine,
    private readonly isRunning: (partition: Partition) => boolean,
  ) {}

  /** Partitions to read from; not those that another member waits for. */
  owned(): Leased[] {
    return [...this.leases.values()].filter((leased) => !this.wantedByOthers.has(nameOfPartition(leased)));
  }

  /** Whether the group knows of this member: the last look is younger than a lease. */
  isJoined(): boolean {
    return performance.now() < this.joinedUntil;
  }

  async join(): Promise<void> {
    await this.line.query(beginOffsets(this.membership, RELAY_PARTS));
    await this.look();
    this.line.tellGroup(this.membership.group);
  }

  /** One look at a time: who lives, what is owned, what is free. */
  look(): Promise<void> {
    const next = this.looking.then(() => (this.isLeaving ? undefined : this.lookOnce()));
    this.looking = next.catch(() => undefined); // the caller hears of it; the next look begins anew
    return next;
  }

  /** A slice of this partition has ended: it can be handed over now. */
  async giveUpWhatIsWanted(partition: Partition): Promise<void> {
    const leased = this.leases.get(nameOfPartition(partition));
    if (leased && this.wantedByOthers.has(nameOfPartition(partition))) await this.giveUp([leased]).catch(() => undefined); // at the next look again
  }

  /** Hands everything over, and is no member any more. */
  async leave(): Promise<void> {
    this.isLeaving = true;
    await this.looking;
    await Promise.all([this.line.query(giveUp(this.membership, [...this.leases.values()])), this.line.query(resign(this.membership))]);
    this.leases.clear();
    this.line.tellGroup(this.membership.group);
  }

  private async lookOnce(): Promise<void> {
    const { member, topics, leaseMs } = this.membership;
    const since = performance.now();
    const [, , members, rows] = await Promise.all([
      this.line.query(beat(this.membership)),
      this.line.query(renew(this.membership)),
      this.line.query<Member>(liveMembers(this.membership)),
      this.line.query<OffsetRow>(offsets(this.membership)),
    ]);
    const owners = deal(rows, members);
    const isMine = (row: OffsetRow): boolean => owners.get(nameOfPartition(row)) === member && topics.includes(row.topic);
    this.leases = new Map(rows.filter(({ owner }) => owner === member).map((row) => [nameOfPartition(row), leasedOf(row)]));
    this.wantedByOthers = new Set([...this.leases.keys()].filter((name) => owners.get(name) !== member));
    this.joinedUntil = since + leaseMs;
    const free = rows.filter((row) => row.owner !== member && row.is_free && isMine(row));
    if (free.length > 0)
      for (const row of await this.line.query<OffsetRow>(claim(this.membership, free))) this.leases.set(nameOfPartition(row), leasedOf(row));
    await this.giveUp([...this.leases.values()].filter((leased) => this.wantedByOthers.has(nameOfPartition(leased)) && !this.isRunning(leased)));
  }

  private async giveUp(given: readonly Leased[]): Promise<void> {
    if (given.length === 0) return;
    await this.line.query(giveUp(this.membership, given));
    for (const leased of given) this.leases.delete(nameOfPartition(leased));
    this.line.tellGroup(this.membership.group);
  }
}

function leasedOf({ topic, part, epoch }: OffsetRow): Leased {
  return { topic, part, epoch: Number(epoch) };
}
