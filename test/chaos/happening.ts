import { setTimeout as sleep } from 'node:timers/promises';
import { isKill, type Fault, type Outcome } from './trouble.js';
import { perform } from './troubles.js';
import type { UnderTest } from './under-test.js';

const VOLLEY_APART_MS = 5_000;
const AT_WORK_WITHIN_MS = 40_000;
const WORK_MS = 3_000;

/** Lets a plan happen, and counts what became of it. */
export class Happening {
  readonly outcomes = new Map<string, Map<Outcome, number>>();
  kills = 0;
  begun = 0;

  constructor(
    private readonly system: UnderTest,
    private readonly say: (line: string) => void = () => undefined,
  ) {}

  /** Resolves when every fault is over, or soon after `signal` aborts it. */
  async happen(plan: readonly Fault[], forMs: number, signal?: AbortSignal): Promise<void> {
    let begin = Date.now();
    let lastDeath = Number.NEGATIVE_INFINITY;
    const under: Promise<void>[] = [];
    const until = async (at: number): Promise<void> => {
      const wait = begin + at - Date.now();
      if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined);
    };
    for (const fault of plan) {
      await until(fault.at);
      if (fault.kind === 'kill' || fault.kind === 'crash') {
        // On a slow machine the plan's clock waits: who is killed again before it could begin proves nothing.
        if (fault.at - lastDeath > VOLLEY_APART_MS) begin += await this.untilAtWork(signal);
        lastDeath = fault.at;
      }
      if (signal?.aborted) break;
      under.push(this.one(fault));
    }
    if (!signal?.aborted) await until(forMs);
    await Promise.all(under);
  }

  /** Waits until all services had a moment to work, or for so long that something else is wrong; answers how long it took. */
  private async untilAtWork(signal: AbortSignal | undefined): Promise<number> {
    const begin = Date.now();
    if (await this.system.areReady()) return Date.now() - begin;
    while (!signal?.aborted && Date.now() - begin < AT_WORK_WITHIN_MS && !(await this.system.areReady())) await sleep(100);
    await sleep(WORK_MS, undefined, { signal }).catch(() => undefined);
    return Date.now() - begin;
  }

  private async one(fault: Fault): Promise<void> {
    this.begun += 1;
    const outcome = await perform(this.system, fault).catch((error: unknown): Outcome => {
      this.say(`${fault.kind} could not be done: ${String(error)}`);
      return 'already in trouble';
    });
    const counts = this.outcomes.get(fault.kind) ?? new Map<Outcome, number>();
    this.outcomes.set(fault.kind, counts.set(outcome, (counts.get(outcome) ?? 0) + 1));
    if (isKill(fault, outcome)) this.kills += 1;
  }
}
