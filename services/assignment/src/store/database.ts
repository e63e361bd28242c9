import { messagingMigrations } from '#libs/messaging';
import { serviceKitMigrations, type ServiceDatabase } from '#libs/service-kit';
import { AgentTable } from './agent.table.js';
import { AssignmentTable } from './assignment.table.js';
import { EscalationTable } from './escalation.table.js';
import { migrations } from './migrations/index.js';
import { TeamTable } from './team.table.js';

/** Everything that assignment keeps. */
export const assignmentDatabase: ServiceDatabase = {
  schema: 'assignment',
  tables: [AssignmentTable, AgentTable, TeamTable, EscalationTable],
  migrations: [...messagingMigrations, ...serviceKitMigrations, ...migrations],
};
