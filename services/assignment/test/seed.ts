import { ComplaintClosed, ComplaintRegistered, ComplaintReopened, ComplaintWithdrawn, type DomainEvent } from '#libs/contracts';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Agent } from '../src/domain/agent.js';
import { AgentTable } from '../src/store/agent.table.js';
import { TeamTable } from '../src/store/team.table.js';
import { anAgent } from './builders.js';

/** Puts agents of one team that takes every product into the database; returns them with their ids. */
export async function withAgents(db: DataSource, ...agents: Partial<Agent>[]): Promise<Agent[]> {
  const team = { id: uuidv7(), name: `team ${uuidv7()}`, skills: [], version: 1 };
  await db.getRepository(TeamTable).insert(team);
  const { teamSkills: _, ...plain } = anAgent();
  const rows = agents.map((over) => ({ ...plain, id: uuidv7(), subject: uuidv7(), ...over, teamId: team.id }));
  await db.getRepository(AgentTable).insert(rows);
  return rows;
}

/** A complaint as intake registers it. */
export function registered(over: Partial<typeof ComplaintRegistered.example> = {}): DomainEvent<typeof ComplaintRegistered.example> {
  return ComplaintRegistered({ ...ComplaintRegistered.example, complaintId: uuidv7(), priority: 'normal', ...over });
}

/** The end of a cycle as resolution tells it. */
export const closed = (complaintId: string, cycle = 1) => ComplaintClosed({ ...ComplaintClosed.example, complaintId, cycle });

/** The beginning of the next cycle as resolution tells it. */
export const reopened = (complaintId: string, cycle = 2) => ComplaintReopened({ ...ComplaintReopened.example, complaintId, cycle });

/** The customer took it back. */
export const withdrawn = (complaintId: string) => ComplaintWithdrawn({ ...ComplaintWithdrawn.example, complaintId });

/** Agents whose counted load differs from what they really have: must always be none. */
export function wrongLoads(db: DataSource): Promise<unknown[]> {
  return db.query(`
    select g.id, g.open_count, g.past_count, count(a.id)::int as really, (count(a.id) filter (where a.historical))::int as past from agent g left join assignment a on a.agent_id = g.id and a.status = 'assigned'
    group by g.id having (g.open_count, g.past_count) <> (count(a.id), count(a.id) filter (where a.historical))`);
}
