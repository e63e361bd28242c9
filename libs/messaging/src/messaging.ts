import { deadLetterTopicOf, TOPIC_PARTITIONS, TOPICS } from '#libs/contracts';
import type { DataSource } from 'typeorm';
import { Consumer } from './consumer.js';
import { withDeadline } from './deadline.js';
import { nameOf } from './error-class.js';
import { everyHour } from './every-hour.js';
import { outboxDepth, parkedSums, rebuildingNow, type EventFlow } from './flow.js';
import type { EventHandler } from './handles.js';
import { prepareHistory } from './history.js';
import { forgetWhatTheLogForgot, type Hearing } from './inbox-retention.js';
import type { MessagingLog } from './log.js';
import { measureWaiting } from './metrics.js';
import { ParkingWorker } from './parking-worker.js';
import { Relay } from './relay.js';
import { waitingIn } from './waiting-rows.js';
import { SliceCombiner } from './slice-combiner.js';
import type { EventTransport, PartitionLag, Subscription } from './transport/transport.js';

const SLICE_SIZE = 250;
// Slices of several partitions share a transaction up to this many records.
const TRANSACTION_SIZE = 500;
// A process has ten seconds to stop: what takes longer is left to the next start, as after a crash.
const LEAVE_WITHIN_MS = 4_500;
const PART_WITHIN_MS = 1_000;
const LAST_ROUND_WITHIN_MS = 3_000;
// Sooner than whoever asks gives up.
const LAG_WITHIN_MS = 3_000;

/** A service's ears and voice: the relay that empties its outbox and the consumer that fills its inbox. */
export class Messaging {
  private readonly relay: Relay;
  private readonly consumer: Consumer;
  private readonly combiner: SliceCombiner;
  private readonly parking: ParkingWorker;
  private readonly hearing: Hearing;
  private subscription: Subscription | undefined;
  private stopMeasuring: () => void = () => undefined;
  private stopForgetting: () => Promise<void> = () => Promise.resolve();
  private state: 'new' | 'running' | 'stopped' = 'new';

  constructor(
    private readonly service: string,
    private readonly db: DataSource,
    private readonly transport: EventTransport,
    hears: readonly EventHandler[],
    private readonly log: MessagingLog,
    private readonly onFatal: (error: Error) => void = (error) => {
      throw error;
    },
  ) {
    this.relay = new Relay(db, transport, log);
    this.consumer = new Consumer(db, hears, log);
    this.combiner = new SliceCombiner((records, positions) => this.consumer.apply(records, positions), TRANSACTION_SIZE);
    this.parking = new ParkingWorker(db, this.consumer, log);
    this.hearing = { topics: this.consumer.topics, handlers: hears.map(({ name }) => name) };
  }

  /** Checks the topics, then starts to send and to listen. */
  async start(): Promise<void> {
    await prepareHistory(this.db);
    await this.transport.ensureTopics([...TOPICS, deadLetterTopicOf(this.service)], TOPIC_PARTITIONS);
    await this.relay.start();
    if (this.consumer.topics.length > 0) {
      this.subscription = await this.transport.subscribe({
        group: this.service,
        topics: this.consumer.topics,
        sliceSize: SLICE_SIZE,
        onSlice: (records, position) => this.combiner.add(records, position),
        onFatal: this.onFatal,
      });
    }
    this.parking.start();
    this.stopForgetting = everyHour(() => forgetWhatTheLogForgot(this.db, this.transport, this.hearing, new Date()), this.log, 'inbox: old ids stay');
    this.stopMeasuring = measureWaiting(this.service, () => waitingIn(this.db));
    this.state = 'running';
  }

  /** True while events flow both ways; false also while most of them fail alike. */
  isReady(): boolean {
    return this.state === 'running' && (this.subscription?.isJoined() ?? true) && !this.consumer.pausedBy;
  }

  /** What flows and what does not. */
  async flow(): Promise<EventFlow> {
    const [outbox, parked, rebuilding, lag] = await Promise.all([
      outboxDepth(this.db),
      parkedSums(this.db),
      rebuildingNow(this.db),
      this.lagInTime(),
    ]);
    const pausedBy = this.consumer.pausedBy ?? null;
    return { service: this.service, outbox, parked, lag: lag ?? [], logAnswers: lag !== undefined, pausedBy, rebuilding };
  }

  /** Nothing while the log is away: what waits here must be seen just then. */
  private async lagInTime(): Promise<PartitionLag[] | undefined> {
    if (this.consumer.topics.length === 0 || !this.transport.lag) return [];
    try {
      return await withDeadline(this.transport.lag(this.service, this.consumer.topics), LAG_WITHIN_MS, `not within ${LAG_WITHIN_MS} ms`);
    } catch (error) {
      this.log.warn({ error: nameOf(error) }, 'messaging: the log does not say how far the group is');
      return undefined;
    }
  }

  /** Stops listening after the running slice, then sends what is left. */
  async stop(): Promise<void> {
    if (this.state !== 'running') return;
    this.state = 'stopped';
    this.stopMeasuring();
    await this.within(LEAVE_WITHIN_MS, 'leaving the group', this.subscription?.close());
    await this.within(PART_WITHIN_MS, 'parked events', this.parking.stop());
    await this.within(PART_WITHIN_MS, 'what the inbox forgets', this.stopForgetting());
    await this.within(LAST_ROUND_WITHIN_MS, 'the last round of the relay', this.relay.stop());
    await this.within(PART_WITHIN_MS, 'the log', this.transport.close());
    this.log.info({ service: this.service }, 'messaging: stopped');
  }

  private async within(ms: number, what: string, stopping: Promise<void> | undefined): Promise<void> {
    if (!stopping) return;
    await withDeadline(stopping, ms, `not within ${ms} ms`).catch((error) =>
      this.log.warn({ what, error: nameOf(error) }, 'messaging: does not wait any longer'),
    );
  }
}
