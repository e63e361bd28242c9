import { signDevelopmentToken } from '#libs/service-kit';
import { checkHistory, type Projections } from './check-history.js';
import { TAKER, type Desk } from './customer.js';
import { Door } from './door.js';
import { Happening } from './happening.js';
import { emptyHistory, type History } from './history.js';
import type { FaultRunLauncher } from '../../deploy/local/fault-run.mjs';
import { prepareLateCommits } from './late-commits.js';
import { hireStaff, Load } from './load.js';
import { nameOfPlan, planFaults } from './plan.js';
import { readProjections } from './projections.js';
import { HEARERS, loggedEvents, readState, scheduledActions } from './read-history.js';
import { comeToRest, redriveParked } from './rest.js';
import type { Fault, Outcome, TroubleKind } from './trouble.js';
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
  /** Events that gather while a service is away. */
  backlog?: number;
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

/** A person wanted the run to end. */
export class Interrupted extends Error {}

/** Starts a loop of its own, loads it, lets faults happen, heals it, waits for rest, and decides which promises were broken. */
export async function runFaults(launcher: FaultRunLauncher, options: RunOptions): Promise<RunResult> {
  const { seed, transport, forMs, signal, say = () => undefined } = options;
  const plan = planFaults({ seed, forMs, transport, kinds: options.kinds, backlog: options.backlog });
  say(`seed ${seed}, plan ${nameOfPlan(plan)}: ${plan.length} faults in ${Math.round(forMs / 1_000)} s on ${transport}`);
  const system = await UnderTest.start(launcher, transport, { withDisk: plan.some(({ kind }) => kind === 'disk-full'), signal, say });
  try {
    return await new FaultRun(system, plan, options).toItsEnd();
  } finally {
    await system.stop();
  }
}

class FaultRun {
  private readonly happening: Happening;

  constructor(
    private readonly system: UnderTest,
    private readonly plan: readonly Fault[],
    private readonly options: RunOptions,
  ) {
    this.happening = new Happening(system, options.say);
  }

  async toItsEnd(): Promise<RunResult> {
    const { system, options } = this;
    const { seed, perSecond, complaints, signal, say = () => undefined } = options;
    const door = new Door(system.loop.url);
    try {
      if (this.plan.some(({ kind }) => kind === 'late-commits')) await system.asAdmin(prepareLateCommits);
      const desk = await this.desk(door);
      await hireStaff(door, desk.staff);
      const load = new Load(seed, perSecond, desk);
      const told = setInterval(() => this.tell(load), 500);
      const running = load.run(complaints);
      await this.happening.happen(this.plan, options.forMs, signal);
      if (complaints !== undefined && !signal?.aborted) await running;
      clearInterval(told);
      say('healing');
      await system.heal();
      if (signal?.aborted) throw new Interrupted('interrupted: everything is healed and stopped, nothing was judged');
      const unfinished = await load.finish(LIVES_WITHIN_MS);
      const redrives = await redriveParked(system, door, desk.staff);
      const quiet = await comeToRest(system, REST_WITHIN_MS, (left) => options.progress?.(`waiting for rest: ${left[0]}`));
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

  private tell(load: Load): void {
    const { accepted, door } = load.desk;
    const { begun, kills } = this.happening;
    this.options.progress?.(
      `${begun}/${this.plan.length} faults, ${kills} kills; ${load.complaints} complaints, ${load.open} open; ${accepted.length} requests accepted, ${door.repeated} repeated`,
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
      poisons: state.parked.filter(({ key }) => system.injected.keys.has(key)),
      actions: scheduledActions(records),
      accepted: desk.accepted,
      stops: system.stops,
      witnessed: system.witnessed,
      patienceMs: PATIENCE_MS,
    };
    const applied = state.notes.filter(({ kind }) => kind === 'applied').length;
    return {
      plan: nameOfPlan(this.plan),
      violations: checkHistory(history),
      history,
      projections,
      outcomes: this.happening.outcomes,
      kills: this.happening.kills,
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
