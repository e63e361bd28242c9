import { messagingMigrations } from '#libs/messaging';
import { serviceKitMigrations, type ServiceDatabase } from '#libs/service-kit';
import { FindingTable, MessageTable } from './conversation.table.js';
import { DeclinedProposalTable, ResolutionCycleTable } from './history.table.js';
import { resolutionMigrations } from './migrations/index.js';
import { ResolutionTable } from './resolution.table.js';

/** What resolution keeps, in a schema of its own. */
export const resolutionDatabase: ServiceDatabase = {
  schema: 'resolution',
  tables: [ResolutionTable, DeclinedProposalTable, ResolutionCycleTable, FindingTable, MessageTable],
  migrations: [...messagingMigrations, ...serviceKitMigrations, ...resolutionMigrations],
};
