import type { Work } from '#libs/messaging';
import type { Agent } from '../domain/agent.js';
import { subjectTaken, unknownTeam } from '../domain/errors.js';
import { AgentTable } from '../store/agent.table.js';
import { holdDispatch } from '../store/dispatch.js';
import { TeamTable } from '../store/team.table.js';
import { serveQueue } from './route-queue.js';

export type RegisterAgent = Pick<Agent, 'subject' | 'displayName' | 'teamId' | 'skills' | 'languages' | 'capacity' | 'care'>;

/** Registers an agent, who at once gets what has been waiting for somebody like them. */
export async function registerAgent(work: Work, input: RegisterAgent): Promise<string> {
  await holdDispatch(work.tx);
  const agents = work.tx.getRepository(AgentTable);
  if (!(await work.tx.getRepository(TeamTable).existsBy({ id: input.teamId }))) throw unknownTeam();
  if (await agents.existsBy({ subject: input.subject })) throw subjectTaken();

  const id = work.newId();
  await agents.insert({ id, ...input, available: true, openCount: 0, pastCount: 0, lastTurn: 0, version: 1 });
  await serveQueue(work.tx, [{ work, agentId: id }]);
  return id;
}
