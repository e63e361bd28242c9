import type { Delivery } from './delivery.js';
import type { MessagingLog } from './log.js';
import type { ConsumerFigures } from './metrics.js';
import type { ReceivedEvent } from './work.js';

/**
 * The trace id under which a complaint's whole path can be found in the logs of all services, whichever requests it consists of: its
 * own id, written as W3C writes trace ids.
 */
export function complaintTrace(complaintId: string): string {
  return complaintId.replaceAll('-', '').toLowerCase();
}

/** One line for each applied event: what, where, and as part of which trace. Never its data. */
export function tellApplied(log: MessagingLog, figures: ConsumerFigures, applied: readonly Pick<Delivery, 'handler' | 'event'>[], now: number): void {
  if (applied.length === 0) return;
  figures.heard('applied', applied.length);
  const isHeard = log.isLevelEnabled?.('info') ?? true; // building lines that nobody reads costs as much as an index look-up
  for (const { handler, event } of applied) {
    figures.lag(now - event.time.getTime());
    if (isHeard) log.info(lineOf(handler.name, event), 'event applied');
  }
}

function lineOf(handler: string, { id, type, key, sequence, correlationId, traceparent, data }: ReceivedEvent): Record<string, unknown> {
  const { complaintId } = (data ?? {}) as { complaintId?: unknown };
  return {
    handler,
    type,
    key,
    sequence,
    eventId: id,
    correlationId,
    traceId: traceparent?.slice(3, 35),
    ...(typeof complaintId === 'string' ? { complaintTrace: complaintTrace(complaintId) } : {}),
  };
}
