import { Counter, Gauge, Histogram } from 'prom-client';

const service = ['service'] as const;

const sentRows = new Counter({ name: 'redress_outbox_sent_total', help: 'Events that the log has acknowledged.', labelNames: service });
const failedSends = new Counter({
  name: 'redress_outbox_failed_sends_total',
  help: 'Sends without a clear answer (unclear) or with events that the log does not take (refused).',
  labelNames: ['service', 'outcome'] as const,
});
const sendSeconds = new Histogram({
  name: 'redress_outbox_send_seconds',
  help: 'Time from handing a batch to the log until it acknowledged it.',
  labelNames: service,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
});
const heard = new Counter({
  name: 'redress_events_heard_total',
  help: 'Deliveries to handlers by outcome: applied, parked (behind or by itself), or skipped because they were applied before.',
  labelNames: ['service', 'outcome'] as const,
});
const sliceSize = new Histogram({
  name: 'redress_slice_records',
  help: 'Records that one transaction applied.',
  labelNames: service,
  buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
});
const sliceSeconds = new Histogram({
  name: 'redress_slice_seconds',
  help: 'Time that one transaction took to apply its records.',
  labelNames: service,
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});
const lagSeconds = new Histogram({
  name: 'redress_event_lag_seconds',
  help: 'Age of an event, by the time it states, when it is applied. Imported events state times of long ago.',
  labelNames: service,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 600],
});

const paused = new Gauge({
  name: 'redress_consumer_paused_failures',
  help: 'Events of the last minute that failed alike, while the consumer waits because of them; 0 while it works.',
  labelNames: service,
});

/** What waits in the tables of a service. */
export interface Waiting {
  outboxRows: number;
  /** Seconds since the oldest of them was stored. */
  oldestSeconds: number;
  /** Events that the log refused and those behind them. */
  refusedRows: number;
  /** Deliveries that wait behind a failure of their key. */
  parkedRows: number;
}

const measured = new Map<string, () => Promise<Waiting>>();
const gauges: Record<keyof Waiting, Gauge<'service'>> = {
  outboxRows: gauge('redress_outbox_rows', 'Events that wait to be sent, counted up to 100,000.'),
  oldestSeconds: gauge('redress_outbox_oldest_seconds', 'Age of the oldest event that waits to be sent.'),
  refusedRows: gauge('redress_outbox_refused_rows', 'Events that the log refused, and those that wait behind them: a person must decide.'),
  parkedRows: gauge('redress_parked_rows', 'Deliveries that failed, and those that wait behind them.'),
};

function gauge(name: string, help: string): Gauge<'service'> {
  return new Gauge({ name, help, labelNames: service });
}

// One look at the database for all gauges of a reading; the first of them asks.
(gauges.outboxRows as unknown as { collect: () => Promise<void> }).collect = async () => {
  for (const [name, measure] of measured) {
    const waiting = await measure().catch(() => undefined); // a database that is away shows elsewhere
    if (waiting) for (const key of Object.keys(gauges) as (keyof Waiting)[]) gauges[key].set({ service: name }, waiting[key]);
  }
};

/** Lets whoever reads the metrics see what waits in a service; returns how to stop it. */
export function measureWaiting(name: string, measure: () => Promise<Waiting>): () => void {
  measured.set(name, measure);
  return () => {
    if (measured.get(name) === measure) measured.delete(name);
  };
}

/** What a relay counts. */
export interface RelayFigures {
  sent(rows: number, ms: number): void;
  failed(isRefusal: boolean): void;
}

/** The counters of one service's relay. */
export function relayFigures(name: string): RelayFigures {
  return {
    sent: (rows, ms) => {
      sentRows.inc({ service: name }, rows);
      sendSeconds.observe({ service: name }, ms / 1_000);
    },
    failed: (isRefusal) => failedSends.inc({ service: name, outcome: isRefusal ? 'refused' : 'unclear' }),
  };
}

/** What a consumer counts. */
export interface ConsumerFigures {
  slice(records: number, ms: number): void;
  heard(outcome: 'applied' | 'skipped' | 'parked', deliveries: number): void;
  /** Age in milliseconds of an event that is being applied. */
  lag(ms: number): void;
}

/** The counters of one service's consumer. */
export function consumerFigures(name: string): ConsumerFigures {
  return {
    slice: (records, ms) => {
      sliceSize.observe({ service: name }, records);
      sliceSeconds.observe({ service: name }, ms / 1_000);
    },
    heard: (outcome, deliveries) => heard.inc({ service: name, outcome }, deliveries),
    lag: (ms) => lagSeconds.observe({ service: name }, Math.max(0, ms) / 1_000),
  };
}

/** Shows how many events failed alike while a service's consumer waits because of them; 0 when it works again. */
export function showPaused(name: string, failures: number): void {
  paused.set({ service: name }, failures);
}
