import type { DataSource } from 'typeorm';
import { Consumer } from './consumer.js';
import type { Arrival } from './delivery.js';
import type { MessagingLog } from './log.js';
import { OutageGuard } from './outage-guard.js';
import { ParkingWorker } from './parking-worker.js';
import { rebuildersOf, type Projection } from './rebuilding.js';
import { SliceCombiner } from './slice-combiner.js';
import type { EventTransport, PartitionGone, PartitionLag } from './transport/transport.js';

/** How far a rebuild is. */
export interface RebuildProgress {
  /** Records read, of those that the log held when it began. */
  done: number;
  total: number;
}

/** A projection cannot be built anew now; nothing was touched. */
export class RebuildRefused extends Error {
  override name = 'RebuildRefused';
}

const LOCK_SPACE = 7_341_003;
// With its time: a restored database counts its rebuilds anew, and the log may remember how far one of the same number came.
const NAME = `id || '.' || floor(extract(epoch from started_at) * 1000) as name`;

/**
 * Records of one partition at a time, and of some partitions in one transaction: nobody waits for a single one, so they may be many.
 * Others are left for a second transaction: while one is being stored the next is made ready.
 */
export const REBUILD_SLICES = { ofPartition: 200, together: 800 };
const LOOK_EVERY_MS = 250;

/**
 * Builds a projection anew from the beginning of the log. Meanwhile the service's own consumer gives its slices back: were both to
 * write, a key's new events could overtake its old ones. What the service had applied stands in the log before its end at the
 * beginning of the rebuild; once that is read, the consumer goes on where it was, and the inbox knows what came twice.
 * A rebuild that ends halfway is taken up where it was; until it is finished, the consumer waits.
 */
export class Rebuild {
  private readonly consumer: Consumer;
  private readonly combiner: SliceCombiner;

  constructor(
    private readonly service: string,
    private readonly db: DataSource,
    private readonly transport: EventTransport,
    private readonly projection: Projection,
    private readonly log: MessagingLog,
  ) {
    this.consumer = new Consumer(db, rebuildersOf(projection), log, new OutageGuard(), { among: (arrivals) => this.among(arrivals) });
    this.combiner = new SliceCombiner((records, positions) => this.consumer.apply(records, positions), REBUILD_SLICES.together, {
      leastMs: 0,
      mostMs: 0,
    });
  }

  /**
   * Runs until the projection is whole, or until `signal`; answers whether it is. Refuses (`RebuildRefused`) while somebody else builds a
   * projection of the service, when another one is unfinished, and when the log no longer has all that the projection was made of.
   */
  async run(actor: string, onProgress: (progress: RebuildProgress) => void, signal?: AbortSignal): Promise<boolean> {
    // Held by its session: whoever is killed lets go of it.
    const holder = this.db.createQueryRunner();
    const name = `rebuild of ${this.service}`;
    try {
      const [{ isMine }] = await holder.query('select pg_try_advisory_lock($1, hashtext($2)) as "isMine"', [LOCK_SPACE, name]);
      // Two at once would end at different times: the later one would go on writing beside the service.
      if (!isMine) throw new RebuildRefused(`A projection of ${this.service} is being built anew by somebody else: wait until that one has ended`);
      return await this.runAlone(actor, onProgress, signal);
    } finally {
      await holder.query('select pg_advisory_unlock($1, hashtext($2))', [LOCK_SPACE, name]).catch(() => undefined); // a dead connection holds none
      await holder.release();
    }
  }

  private async runAlone(actor: string, onProgress: (progress: RebuildProgress) => void, signal?: AbortSignal): Promise<boolean> {
    const group = `${this.service}.rebuild.${await this.begin(actor)}`;
    const { topics } = this.consumer;
    const goal = await this.lag(group, topics);
    const total = goal.reduce((sum, { end }) => sum + end, 0);
    const tell = (at: readonly PartitionLag[]): void => {
      const read = at.reduce((sum, { position }) => sum + position, 0);
      onProgress({ done: Math.min(total, read), total });
    };
    tell(goal);
    const subscription = await this.transport.subscribe({
      group,
      topics,
      sliceSize: REBUILD_SLICES.ofPartition,
      onSlice: (records, position) => this.combiner.add(records, position),
      onFatal: (error) => {
        throw error;
      },
    });
    let isWhole = false;
    try {
      while (!isWhole && !signal?.aborted) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
        const now = await this.lag(group, topics);
        isWhole = goal.every(({ end }, i) => now[i]!.position >= end);
        tell(now);
      }
    } finally {
      await subscription.close();
    }
    if (isWhole) {
      await this.tryParkedAgain();
      // In this order: whoever dies in between begins at the first record again, and the inbox knows all of it.
      await this.transport.forget?.(group);
      await this.finish();
    }
    return isWhole;
  }

  private get names(): string[] {
    return this.consumer.hearers.handlers.map(({ name }) => name);
  }

  /** Empties the projection and forgets that it heard anything, once nobody else applies events any more. */
  private async begin(actor: string): Promise<string> {
    return this.db.transaction(async (tx) => {
      await tx.query(`set local lock_timeout = '60s'`);
      await tx.query('lock table rebuild in access exclusive mode');
      const [unfinished]: { name: string; projection: string }[] = await tx.query(`select ${NAME}, projection from rebuild order by id limit 1`);
      if (unfinished?.projection === this.projection.name) return unfinished.name;
      if (unfinished) throw new RebuildRefused(`${unfinished.projection} is being built anew and unfinished: finish that one first`);
      const gone = (await this.transport.gone?.(this.consumer.topics)) ?? []; // only now: to wait for the others may have taken long
      if (gone.length > 0) throw new RebuildRefused(`${this.projection.name} would lose what it knows: ${sayGone(gone)}`);
      await this.projection.reset(tx);
      await tx.query('delete from inbox where handler = any($1)', [this.names]);
      await tx.query('delete from parked where handler = any($1)', [this.names]);
      const [{ name }]: [{ name: string }] = await tx.query(`insert into rebuild (projection, actor) values ($1, $2) returning ${NAME}`, [
        this.projection.name,
        actor,
      ]);
      return name;
    });
  }

  /** What could not be applied gets one more try while nobody else is at work: those who only hear again have no other worker. */
  private async tryParkedAgain(): Promise<void> {
    await this.db.query(`update parked set next_at = now() where handler = any($1) and state = 'waiting'`, [this.names]);
    const worker = new ParkingWorker(this.db, this.consumer, this.log);
    while (await worker.retryOne());
    const [{ left }]: [{ left: number }] = await this.db.query('select count(*)::int as left from parked where handler = any($1)', [this.namesAgain]);
    if (left > 0) this.log.error({ projection: this.projection.name, events: left }, 'rebuild: what still fails lacks until it is built anew');
  }

  private get namesAgain(): string[] {
    return (this.projection.follows ?? []).map(({ again: { name } }) => name);
  }

  private async finish(): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query('delete from inbox where handler = any($1)', [this.namesAgain]);
      await tx.query('delete from rebuild where projection = $1', [this.projection.name]);
    });
  }

  /** A handler that only writes the projection's part hears what its model has applied: the rest, the model will hear itself. */
  private async among(arrivals: readonly Arrival[]): Promise<Arrival[]> {
    const modelOf = new Map((this.projection.follows ?? []).map(({ handler, again }) => [again.name, handler]));
    const followed = arrivals.filter(({ handler }) => modelOf.has(handler.name));
    if (followed.length === 0) return [...arrivals];
    const applied: { handler: string; event_id: string }[] = await this.db.query(
      `select i.handler, i.event_id from unnest($1::text[], $2::uuid[]) as d(handler, event_id) join inbox i using (handler, event_id)
       where not exists (select 1 from parked p where p.handler = i.handler and p.event_id = i.event_id)`,
      [followed.map(({ handler }) => modelOf.get(handler.name)), followed.map(({ event }) => event.id)],
    );
    const known = new Set(applied.map(({ handler, event_id }) => `${handler} ${event_id}`));
    return arrivals.filter(({ handler, event }) => !modelOf.has(handler.name) || known.has(`${modelOf.get(handler.name)} ${event.id}`));
  }

  private async lag(group: string, topics: readonly string[]): Promise<PartitionLag[]> {
    if (!this.transport.lag) throw new Error('this event log does not tell how far a group is');
    return this.transport.lag(group, topics);
  }
}

function sayGone(gone: readonly PartitionGone[]): string {
  const topics = [...new Set(gone.map(({ topic }) => topic))].join(', ');
  return `the log no longer has the first ${gone.reduce((sum, { records }) => sum + records, 0)} records of ${topics}`;
}
