import { send } from './load.js';
import type { BenchRun } from './loop-under-test.js';

// Enough for three rounds of every load: whoever is full leaves a complaint in the queue, and that is less work.
const AGENTS = 40;

/** One team with agents enough that routing always finds somebody. */
export async function hireStaff({ pools, authorization }: BenchRun): Promise<void> {
  const headers = { authorization };
  const team = await send(pools.assignment, { method: 'POST', path: '/v1/teams', headers, body: { name: 'Bench', skills: ['bench'] } });
  if (team.status !== 201) throw new Error(`no team: ${team.status} ${JSON.stringify(team.body)}`);
  for (let i = 0; i < AGENTS; i += 1) {
    const body = {
      subject: `bench-${i}`,
      displayName: `Bench ${i}`,
      teamId: team.body.id as string,
      skills: ['bench'],
      languages: ['en', 'ko', 'te'],
      capacity: 10_000, // the most that is allowed
      care: true,
    };
    const agent = await send(pools.assignment, { method: 'POST', path: '/v1/agents', headers, body });
    if (agent.status !== 201) throw new Error(`no agent: ${agent.status} ${JSON.stringify(agent.body)}`);
  }
}
