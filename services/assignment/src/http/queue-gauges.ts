import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Gauge, register } from 'prom-client';
import type { DataSource } from 'typeorm';
import { QUEUE_REASONS } from '../domain/assignment.js';
import { queueDepth } from '../queries/queue.js';

const GAUGES = [
  { name: 'redress_assignment_queue_complaints', help: 'Complaints that wait for an agent.', shows: 'waiting' },
  { name: 'redress_assignment_queue_longest_wait_seconds', help: 'How long the first of them has been waiting.', shows: 'longestSeconds' },
] as const;

/** Shows the queue to whoever raises alarms: read from the table when it is asked for, so that every replica says the same. */
export class QueueGauges implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly db: DataSource) {}

  onApplicationBootstrap(): void {
    for (const { name, help, shows } of GAUGES) {
      const gauge: Gauge<'reason'> = new Gauge({ name, help, labelNames: ['reason'], collect: () => this.read(gauge, shows) });
    }
  }

  beforeApplicationShutdown(): void {
    for (const { name } of GAUGES) register.removeSingleMetric(name);
  }

  private async read(gauge: Gauge<'reason'>, shows: 'waiting' | 'longestSeconds'): Promise<void> {
    gauge.reset();
    // A database that is away must not take the other metrics with it; the gauge is absent then, which is an alarm, too.
    const depth = await queueDepth(this.db.manager).catch(() => undefined);
    for (const reason of depth ? QUEUE_REASONS : []) gauge.set({ reason }, depth?.find((entry) => entry.reason === reason)?.[shows] ?? 0);
  }
}
