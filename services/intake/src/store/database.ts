import { messagingMigrations } from '#libs/messaging';
import { serviceKitMigrations, type ServiceDatabase } from '#libs/service-kit';
import { ComplaintTable } from './complaint.table.js';
import { HandlingTable } from './handling.table.js';
import { intakeMigrations } from './migrations/index.js';
import { TimelineEntryTable } from './timeline-entry.table.js';

/** Everything that intake keeps. */
export const intakeDatabase: ServiceDatabase = {
  schema: 'intake',
  tables: [ComplaintTable, HandlingTable, TimelineEntryTable],
  migrations: [...messagingMigrations, ...serviceKitMigrations, ...intakeMigrations],
};
