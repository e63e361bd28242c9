import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { SchedulerRegistry } from '@nestjs/schedule';

/** Something that is done again and again; replicas may do it at the same moment. */
export interface Sweep {
  name: string;
  everySeconds: number;
  run(): Promise<unknown>;
}

/** Runs the sweeps of this replica: never two rounds of one at a time, and none is cut off when the service stops. */
export class Sweeps implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(Sweeps.name);
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly registry: SchedulerRegistry,
    private readonly sweeps: readonly Sweep[],
  ) {}

  onApplicationBootstrap(): void {
    for (const sweep of this.sweeps) this.registry.addInterval(sweep.name, setInterval(() => this.round(sweep), sweep.everySeconds * 1_000).unref());
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const { name } of this.sweeps) if (this.registry.doesExist('interval', name)) this.registry.deleteInterval(name);
    await Promise.all(this.running.values()); // @nestjs/schedule does not wait for a round that is under way
  }

  private round(sweep: Sweep): void {
    if (this.running.has(sweep.name)) return;
    const round = sweep
      .run()
      .catch((error: unknown) =>
        this.log.error(`${sweep.name} failed and is tried again in ${sweep.everySeconds} s`, error instanceof Error ? error.stack : undefined),
      )
      .then(() => void this.running.delete(sweep.name));
    this.running.set(sweep.name, round);
  }
}
