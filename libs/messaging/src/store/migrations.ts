import { Messaging1700000000000 } from './1700000000000-messaging.js';

/** Migrations of messaging's own tables: the first in every service's list. */
export const messagingMigrations = [Messaging1700000000000];
