import { ComplaintAcknowledged } from '#libs/contracts';
import { complaintTrace, tellApplied } from './applied-log.js';
import { handles } from './handles.js';
import type { MessagingLog } from './log.js';
import { consumerFigures } from './metrics.js';

const complaintId = '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01';
const event = {
  id: '0195f3c0-0000-7000-8000-000000000001',
  type: 'complaint.acknowledged.v1',
  source: '/redress/intake',
  key: complaintId,
  sequence: 2,
  time: new Date(1_000),
  correlationId: 'row-7',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  data: { complaintId, channel: 'app', acknowledgedAt: '2026-01-01T00:00:00Z' },
};
const handler = handles(ComplaintAcknowledged, 'trial.note', () => Promise.resolve());
const figures = consumerFigures('trial');

function linesAt(isInfo: boolean): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  const log: MessagingLog = { info: (fields) => lines.push(fields), warn: () => undefined, error: () => undefined, isLevelEnabled: () => isInfo };
  tellApplied(log, figures, [{ handler, event }], 3_000);
  return lines;
}

it('says what was applied and as part of which traces, never the data', () => {
  expect(linesAt(true)).toEqual([
    {
      handler: 'trial.note',
      type: 'complaint.acknowledged.v1',
      key: complaintId,
      sequence: 2,
      eventId: event.id,
      correlationId: 'row-7',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      complaintTrace: '0195f3c07a3e7c119d523f1c1b0c7a01',
    },
  ]);
});

it('costs nothing when nobody reads it', () => expect(linesAt(false)).toEqual([]));

it('measures how old the event is', () => {
  const lags: number[] = [];
  tellApplied(
    { info: () => undefined, warn: () => undefined, error: () => undefined },
    { ...figures, lag: (ms) => lags.push(ms) },
    [{ handler, event }],
    3_000,
  );
  expect(lags).toEqual([2_000]);
});

it('names a complaint’s trace as W3C names traces', () => expect(complaintTrace(complaintId)).toMatch(/^(?!0{32})[0-9a-f]{32}$/));
