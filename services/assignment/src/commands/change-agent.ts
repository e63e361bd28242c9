import { mustBeAt } from '#libs/domain-kit';
import type { Work } from '#libs/messaging';
import type { Agent } from '../domain/agent.js';
import { agentNotFound } from '../domain/errors.js';
import { AgentTable } from '../store/agent.table.js';
import { holdDispatch } from '../store/dispatch.js';
import { serveQueue } from './route-queue.js';

export interface ChangeAgent {
  agentId: string;
  /** The version that the person saw. */
  version?: number;
  changes: Partial<Pick<Agent, 'available' | 'capacity' | 'skills' | 'languages'>>;
}

/** Changes what an agent can do or whether they are here; if that makes room, the queue moves at once. What they have stays with them. */
export async function changeAgent(work: Work, { agentId, version, changes }: ChangeAgent): Promise<void> {
  await holdDispatch(work.tx);
  const agents = work.tx.getRepository(AgentTable);
  const agent = await agents.findOneBy({ id: agentId });
  if (!agent) throw agentNotFound();
  mustBeAt('agent', agent, version);

  if (!changesAnything(agent, changes)) return;
  await agents.update({ id: agentId }, { ...changes, version: agent.version + 1 });
  await serveQueue(work.tx, [{ work, agentId }]);
}

function changesAnything(agent: Agent, changes: ChangeAgent['changes']): boolean {
  return (Object.keys(changes) as (keyof typeof changes)[]).some((name) => JSON.stringify(changes[name]) !== JSON.stringify(agent[name]));
}
