import { setTimeout as sleep } from 'node:timers/promises';
import { fateOf, live, RARE, Refused, TAKER, withdraw, type Desk, type Fate } from './customer.js';
import { GaveUp, type Door } from './door.js';

const OPEN_AT_MOST = 50;

/** Customers who come one after the other, so many a second, each with a fate of the seed. */
export class Load {
  readonly lives = new Map<number, { fate: Fate; id: string }>();
  private readonly running = new Set<Promise<void>>();
  private isOver = false;
  private begun = 0;

  constructor(
    private readonly seed: string,
    private readonly perSecond: number,
    readonly desk: Desk,
  ) {}

  /** Begins complaints until `finish` or until so many were begun. */
  async run(limit = Number.POSITIVE_INFINITY): Promise<void> {
    while (!this.isOver && this.begun < limit) {
      if (this.running.size < OPEN_AT_MOST) this.begin(this.begun++);
      await sleep(1_000 / this.perSecond);
    }
  }

  get complaints(): number {
    return this.begun;
  }

  get open(): number {
    return this.running.size;
  }

  /** Nobody new comes; those who are here get to their end, and what was left open is withdrawn, so that no schedule acts any more. */
  async finish(withinMs: number): Promise<number> {
    this.isOver = true;
    const unfinished = async (): Promise<void> => {
      await Promise.all(this.running);
      const left = [...this.lives.values()].filter(({ fate }) => fate.ending === 'left');
      await Promise.all(left.map(({ fate, id }) => this.noting(fate, withdraw(fate, this.desk, id))));
    };
    await Promise.race([unfinished(), sleep(withinMs, undefined, { ref: false })]);
    return this.running.size;
  }

  private begin(n: number): void {
    const fate = fateOf(this.seed, n);
    const one = this.noting(
      fate,
      live(fate, this.desk).then((id) => this.lives.set(n, { fate, id })),
    ).finally(() => this.running.delete(one));
    this.running.add(one);
  }

  /** What went wrong is a finding, not the end of the run. */
  private async noting(fate: Fate, deed: Promise<unknown>): Promise<void> {
    await deed.catch((error: unknown) => {
      if (!(error instanceof Refused || error instanceof GaveUp)) this.desk.refused.push(`${fate.order}: ${String(error)}`);
    });
  }
}

/** A team that takes everything but what is rare, and the agent who takes that. */
export async function hireStaff(door: Door, authorization: string): Promise<void> {
  const headers = (key: string): Record<string, string> => ({ authorization, 'idempotency-key': key });
  const create = async (path: string, key: string, body: object): Promise<{ id: string }> => {
    const answer = await door.ask({ method: 'POST', path, headers: headers(key), body });
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as { id: string };
  };
  const skills = ['delivery', 'app', 'membership'];
  const team = await create('/v1/teams', 'team', { name: 'Desk', skills });
  const others = await create('/v1/teams', 'takers', { name: 'Takers', skills: [`not-${RARE}`] });
  const agent = { languages: ['en'], capacity: 10_000, care: true };
  for (let i = 0; i < 5; i += 1)
    await create('/v1/agents', `agent-${i}`, { ...agent, subject: `desk-${i}`, displayName: `Desk ${i}`, teamId: team.id, skills });
  await create('/v1/agents', 'taker', { ...agent, subject: TAKER, displayName: 'Taker', teamId: others.id, skills: [`not-${RARE}`] });
}
