import { messagingMigrations } from '#libs/messaging';
import { serviceKitMigrations, type ServiceDatabase } from '#libs/service-kit';
import { EffectivenessCheckTable } from './effectiveness-check.table.js';
import { FixTaskTable } from './fix-task.table.js';
import { improvementMigrations } from './migrations/index.js';
import { ProblemTable } from './problem.table.js';

/** Everything that improvement keeps. */
export const improvementDatabase: ServiceDatabase = {
  schema: 'improvement',
  tables: [ProblemTable, FixTaskTable, EffectivenessCheckTable],
  migrations: [...messagingMigrations, ...serviceKitMigrations, ...improvementMigrations],
};
