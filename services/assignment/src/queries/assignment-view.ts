import { In, type EntityManager } from 'typeorm';
import { assignmentNotFound } from '../domain/errors.js';
import type { Assignment } from '../domain/assignment.js';
import { AgentTable } from '../store/agent.table.js';
import { AssignmentTable } from '../store/assignment.table.js';
import { TeamTable } from '../store/team.table.js';

type MomentName = 'startedAt' | 'answerDueAt' | 'queuedAt' | 'assignedAt' | 'endedAt' | 'occurredAt' | 'registeredAt';

/** One cycle of an assignment as staff see it: moments in ISO form, and the names behind the ids. */
export type AssignmentView = Omit<Assignment, MomentName | 'id' | 'releasedBy' | 'nextEscalationAt'> & {
  [Name in MomentName]: Assignment[Name] extends Date ? string : string | null;
} & { agentName: string | null; teamName: string | null };

/** The present cycle of a complaint's assignment, with all cycles so far. */
export async function assignmentOf(tx: EntityManager, complaintId: string): Promise<AssignmentView & { cycles: AssignmentView[] }> {
  const cycles = await viewsOf(tx, await tx.getRepository(AssignmentTable).find({ where: { complaintId }, order: { cycle: 'ASC' } }));
  const present = cycles.at(-1);
  if (!present) throw assignmentNotFound();
  return { ...present, cycles };
}

/** Rows with the names of their agents and teams. */
export async function viewsOf(tx: EntityManager, rows: readonly Assignment[]): Promise<AssignmentView[]> {
  const agents = await tx.getRepository(AgentTable).findBy({ id: In(idsIn(rows, 'agentId')) });
  const teams = await tx.getRepository(TeamTable).findBy({ id: In(idsIn(rows, 'teamId')) });
  const agentNames = new Map(agents.map((agent) => [agent.id, agent.displayName]));
  const teamNames = new Map(teams.map((team) => [team.id, team.name]));
  return rows.map((row) => viewOf(row, agentNames.get(row.agentId ?? '') ?? null, teamNames.get(row.teamId ?? '') ?? null));
}

function idsIn(rows: readonly Assignment[], name: 'agentId' | 'teamId'): string[] {
  return [...new Set(rows.flatMap((row) => row[name] ?? []))];
}

function viewOf(
  { id: _id, releasedBy: _releasedBy, nextEscalationAt: _nextEscalationAt, ...row }: Assignment,
  agentName: string | null,
  teamName: string | null,
): AssignmentView {
  return {
    ...row,
    agentName,
    teamName,
    startedAt: row.startedAt.toISOString(),
    answerDueAt: row.answerDueAt.toISOString(),
    queuedAt: row.queuedAt?.toISOString() ?? null,
    assignedAt: row.assignedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    occurredAt: row.occurredAt.toISOString(),
    registeredAt: row.registeredAt.toISOString(),
  };
}
