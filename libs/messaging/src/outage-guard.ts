/** When failures count as an outage of something that events need, and not as faults of single events. */
export interface OutageSettings {
  /** How far back one looks, in milliseconds. */
  windowMs: number;
  /** Fewer different events than these are parked one by one. */
  leastFailures: number;
  /** The share of all events of the window that must have failed alike. */
  share: number;
}

const OUTAGE_DEFAULTS: OutageSettings = { windowMs: 60_000, leastFailures: 20, share: 0.5 };

/** Most events fail alike just now. */
export interface Outage {
  /** The class of the fault that they share. */
  error: string;
  failures: number;
}

/** Most events of the last minute fail alike: parking them all would only move the outage into the queues. The slice waits instead. */
export class MostEventsFail extends Error {
  override name = 'MostEventsFail';
  constructor(readonly outage: Outage) {
    super(`${outage.failures} events of the last minute failed alike (${outage.error}): waiting instead of parking them`);
  }
}

/** Remembers how the events of the last minute went. Times are milliseconds of one clock, rising. */
export class OutageGuard {
  // An event that is tried again and again counts once.
  private readonly failed = new Map<string, { at: number; error: string }>();
  private applied: { at: number; events: number }[] = [];

  constructor(private readonly settings: OutageSettings = OUTAGE_DEFAULTS) {}

  noteApplied(events: number, now: number): void {
    if (events === 0) return;
    const second = Math.floor(now / 1_000) * 1_000;
    const last = this.applied.at(-1);
    if (last?.at === second) last.events += events;
    else this.applied.push({ at: second, events });
    this.forget(now);
  }

  noteFailed(event: string, error: string, now: number): void {
    this.failed.delete(event); // to the end of the map: the oldest are first
    this.failed.set(event, { at: now, error });
    this.forget(now);
  }

  /** The outage that the last minute shows; undefined when events fail for reasons of their own. */
  outageAt(now: number): Outage | undefined {
    this.forget(now);
    if (this.failed.size < this.settings.leastFailures) return undefined;
    const counts = new Map<string, number>();
    for (const { error } of this.failed.values()) counts.set(error, (counts.get(error) ?? 0) + 1);
    const [error, failures] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most));
    const all = this.failed.size + this.applied.reduce((sum, { events }) => sum + events, 0);
    return failures >= this.settings.leastFailures && failures >= all * this.settings.share ? { error, failures } : undefined;
  }

  private forget(now: number): void {
    const since = now - this.settings.windowMs;
    for (const [event, { at }] of this.failed) {
      if (at >= since) break;
      this.failed.delete(event);
    }
    while (this.applied[0] && this.applied[0].at < since) this.applied.shift();
  }
}
