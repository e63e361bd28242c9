export { complaintTrace } from './applied-log.js';
export { CommandCombiner } from './command-combiner.js';
export { Consumer } from './consumer.js';
export { CRASH_POINTS, type CrashPoint } from './crash-point.js';
export { readRecord, toHeaders } from './envelope.js';
export type { EventFlow } from './flow.js';
export { handles, handlesTogether, projects, type EventHandler, type Heard, type ProjectingHandler } from './handles.js';
export { silentLog, type MessagingLog } from './log.js';
export { Messaging } from './messaging.js';
export { EVENT_LOG, EVENT_TRANSPORT, MESSAGING_LOG, MessagingModule, type EventLog } from './messaging.module.js';
export { relayPartOf } from './outbox.js';
export { PARKED_STATES, ParkedEvents, type Decided, type ParkedEvent, type ParkedEventInFull, type ParkedSelection } from './parked-events.js';
export { PARK_REASONS } from './parking.js';
export {
  REFUSED_STATES,
  RefusedEvents,
  type RefusedDecided,
  type RefusedEvent,
  type RefusedEventInFull,
  type RefusedSelection,
} from './refused-events.js';
export { Relay } from './relay.js';
export { everyHour } from './every-hour.js';
export { MayTellOthers, type Projection } from './rebuilding.js';
export { Rebuild, REBUILD_SLICES, RebuildRefused, type RebuildProgress } from './rebuild.js';
export { isTransient } from './retry-policy.js';
export { runWork, sourceOf } from './run-work.js';
export { SliceCombiner } from './slice-combiner.js';
export { DISCARDED } from './stand-in.js';
export { eventLogSchema } from './store/event-log.js';
export { messagingMigrations } from './store/migrations.js';
export { NotLetIn, type BrokerAccess } from './transport/broker-access.js';
export { KafkaTransport } from './transport/kafka.transport.js';
export { askVersions, versionFault } from './transport/kafka-versions.js';
export { clientOf, type Statement } from './transaction.js';
export { InMemoryTransport } from './transport/memory.transport.js';
export { PostgresTransport, type PostgresOptions } from './transport/postgres.transport.js';
export { EventRefused } from './transport/transport.js';
export type { EventTransport, Position, Publisher, ReceivedRecord, Subscription, SubscriptionRequest, WireRecord } from './transport/transport.js';
export { WorkCombiner, type Share } from './work-combiner.js';
export type { ReceivedEvent, Work, WorkContext } from './work.js';
