import { signDevelopmentToken } from '#libs/service-kit';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkHistory, type Projections } from './check-history.js';
import { TAKER, type Desk } from './customer.js';
import { Door } from './door.js';
import { emptyHistory, type History } from './history.js';
import type { FaultRunLauncher } from '../../deploy/local/fault-run.mjs';
import { hireStaff, Load } from './load.js';
import { nameOfPlan, planFaults, type Fault, type TroubleKind } from './plan.js';
import { readProjections } from './projections.js';
import { HEARERS, loggedEvents, readState, scheduledActions } from './read-history.js';
import { comeToRest, redriveParked } from './rest.js';
import { perform, type Outcome } from './troubles.js';
import { UnderTest, type Transport } from './under-test.js';
import type { Violation } from './violation.js';

export interface RunOptions {
  seed: string;
  transport: Transport;
  /** How long faults happen. */
  forMs: number;
  /** Complaints begun a second. */
  perSecond: number;
  /** Ends the load after so many complaints; without it, it goes on as long as the faults. */
  complaints?: number;
  kinds?: readonly TroubleKind[];
  signal?: AbortSignal;
  /** Told several times a second what is going on. */
  progress?: (line: string) => void;
  say?: (line: string) => void;
}

/** What a run showed. */
export interface RunResult {
  plan: string;
  violations: Violation[];
  history: History;
  projections: Projections;
  outcomes: Map<string, Map<Outcome, number>>;
  kills: number;
  figures: {
    complaints: number;
    accepted: number;
    requests: number;
    repeated: number;
    events: number;
    records: number;
    applied: number;
    restMs: number;
  };
}

const REST_WITHIN_MS = 120_000;
const LIVES_WITHIN_MS = 120_000;
// Longer than any outage of a plan and what it takes to come back from it.
const PATIENCE_MS = 120_000;

/** Starts a loop of its own, loads it, lets faults happen, heals it, waits for rest, and decides which promises were broken. */
export async function runFaults(launcher: FaultRunLauncher, options: RunOptions): Promise<RunResult> {
  const { seed, transport, forMs, signal, say = () => undefined } = options;
  const plan = planFaults({ seed, forMs, transport, kinds: options.kinds });
  say(`seed ${seed}, plan ${nameOfPlan(plan)}: ${plan.length} faults in ${Math.round(forMs / 1_000)} s on ${transport}`);
  const system = await UnderTest.start(launcher, transport, { signal });
  try {
    return await new FaultRun(system, plan, options).toItsEnd();
  } finally {
    await system.stop();
  }
}

class FaultRun {
  private readonly outcomes = new Map<string, Map<Outcome, number>>();
  private kills = 0;
  private begun = 0;

  constructor(
    private readonly system: UnderTest,
    private readonly plan: readonly Fault[],
    private readonly options: RunOptions,
  ) {}

  async toItsEnd(): Promise<RunResult> {
    const { system, options } = this;
    const { seed, perSecond, complaints, signal, say = () => undefined } = options;
    const door = new Door(system.loop.url);
    try {
      const desk = await this.desk(door);
      await hireStaff(door, desk.staff);
      const load = new Load(seed, perSecond, desk);
      const told = setInterval(() => this.tell(load), 500);
      const running = load.run(complaints);
      await this.letThingsHappen(signal);
      if (complaints !== undefined) await running;
      clearInterval(told);
      say('healing');
      await system.heal();
      const unfinished = await load.finish(signal?.aborted ? 1_000 : LIVES_WITHIN_MS);
      const redrives = await redriveParked(system, door, desk.staff);
      const quiet = await comeToRest(system, signal?.aborted ? 1_000 : REST_WITHIN_MS, (left) => options.progress?.(`waiting for rest: ${left[0]}`));
      if (unfinished > 0) quiet.left = [...quiet.left, `${unfinished} complaints that did not get to their end`];
      quiet.left = [...quiet.left, ...desk.refused.map((what) => `refused: ${what}`)];
      say('leaving');
      for (const service of Object.values(system.loop.services)) await system.leave(service);
      return await this.judge(load, desk, door, { quiet, redrives });
    } finally {
      await door.close();
    }
  }

  private async desk(door: Door): Promise<Desk> {
    const { token } = this.system.loop.secrets;
    const sign = async (name: string, subject: string, roles: readonly ('agent' | 'supervisor' | 'admin' | 'importer')[]): Promise<string> =>
      `Bearer ${await signDevelopmentToken({ roles, name, subject, expiresIn: '12h' }, token)}`;
    const staff = await sign('Staff', 'staff', ['agent', 'supervisor', 'admin', 'importer']);
    return { door, staff, taker: await sign('Taker', TAKER, ['agent']), accepted: [], refused: [] };
  }

  private async letThingsHappen(signal: AbortSignal | undefined): Promise<void> {
    const begin = Date.now();
    const under: Promise<void>[] = [];
    const until = async (at: number): Promise<void> => {
      const wait = begin + at - Date.now();
      if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined);
    };
    for (const fault of this.plan) {
      await until(fault.at);
      if (signal?.aborted) break;
      under.push(this.happen(fault));
    }
    if (!signal?.aborted) await until(this.options.forMs);
    await Promise.all(under);
  }

  private async happen(fault: Fault): Promise<void> {
    this.begun += 1;
    const outcome = await perform(this.system, fault).catch((error: unknown): Outcome => {
      this.options.say?.(`${fault.kind} could not be done: ${String(error)}`);
      return 'already in trouble';
    });
    const counts = this.outcomes.get(fault.kind) ?? new Map<Outcome, number>();
    this.outcomes.set(fault.kind, counts.set(outcome, (counts.get(outcome) ?? 0) + 1));
    if (outcome === 'done' && /^(kill|crash|broker-kill|postgres-restart)$/.test(fault.kind)) this.kills += 1;
  }

  private tell(load: Load): void {
    const { accepted, door } = load.desk;
    this.options.progress?.(
      `${this.begun}/${this.plan.length} faults, ${this.kills} kills; ${load.complaints} complaints, ${load.open} open; ${accepted.length} requests accepted, ${door.repeated} repeated`,
    );
  }

  private async judge(load: Load, desk: Desk, door: Door, after: Pick<History, 'quiet' | 'redrives'>): Promise<RunResult> {
    const { system } = this;
    const records = await system.log.read();
    const state = await system.asAdmin(readState);
    const projections = await readProjections(system);
    const history: History = {
      ...emptyHistory,
      ...state,
      ...after,
      log: loggedEvents(records),
      hearers: HEARERS,
      injected: system.injected.ids,
      poisons: state.parked.filter(({ key }) => system.injected.keys.has(key)).map((poison) => ({ ...poison, from: 0, until: null })),
      actions: scheduledActions(records),
      accepted: desk.accepted,
      stops: system.stops,
      patienceMs: PATIENCE_MS,
    };
    const applied = state.notes.filter(({ kind }) => kind === 'applied').length;
    return {
      plan: nameOfPlan(this.plan),
      violations: checkHistory(history),
      history,
      projections,
      outcomes: this.outcomes,
      kills: this.kills,
      figures: {
        complaints: load.complaints,
        accepted: desk.accepted.length,
        requests: door.requests,
        repeated: door.repeated,
        events: state.notes.length - applied,
        records: records.length,
        applied,
        restMs: after.quiet.tookMs,
      },
    };
  }
}
