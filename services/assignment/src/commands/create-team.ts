import type { Work } from '#libs/messaging';
import type { Team } from '../domain/agent.js';
import { teamNameTaken } from '../domain/errors.js';
import { holdDispatch } from '../store/dispatch.js';
import { TeamTable } from '../store/team.table.js';

export type CreateTeam = Pick<Team, 'name' | 'skills'>;

/** Sets up a team and the products it answers for. */
export async function createTeam(work: Work, input: CreateTeam): Promise<Team> {
  await holdDispatch(work.tx);
  const teams = work.tx.getRepository(TeamTable);
  if (await teams.existsBy({ name: input.name })) throw teamNameTaken();
  const team = { id: work.newId(), ...input, version: 1 };
  await teams.insert(team);
  return team;
}
