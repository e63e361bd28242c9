import { Messaging1700000000000 } from './1700000000000-messaging.js';
import { OutboxParked1700000000001 } from './1700000000001-outbox-parked.js';
import { Parking1720000000000 } from './1720000000000-parking.js';
import { Rebuild1720000000001 } from './1720000000001-rebuild.js';
import { RefusedEvents1720000000002 } from './1720000000002-refused-events.js';
import { HeadersAsSent1730000000000 } from './1730000000000-headers-as-sent.js';
import { LateEvents1740000000000 } from './1740000000000-late-events.js';

/** Migrations of messaging's own tables: the first in every service's list. */
export const messagingMigrations = [
  Messaging1700000000000,
  OutboxParked1700000000001,
  Parking1720000000000,
  Rebuild1720000000001,
  RefusedEvents1720000000002,
  HeadersAsSent1730000000000,
  LateEvents1740000000000,
];
