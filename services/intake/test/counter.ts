import { startService, type StartedService } from '#libs/test-kit';
import { intakeSettings } from '../src/intake.config.js';
import { IntakeModule } from '../src/intake.module.js';
import { intakeDatabase } from '../src/store/database.js';

/** What a customer tells where nothing else is said. */
export const COLD_SOUP = { channel: 'app', text: 'The soup was cold.', product: 'delivery', category: 'quality', language: 'en' };

/** Intake on a database of its own. */
export const startIntake = (): Promise<StartedService> => startService(IntakeModule, { database: intakeDatabase, settings: intakeSettings });

/** Nobody has complained yet. */
export const emptyIntake = ({ db }: StartedService): Promise<unknown> =>
  db.query('truncate complaint, customer, handling, timeline_entry, idempotency_key, outbox, aggregate_head, inbox');

/** Somebody complains. */
export const registerAt = (intake: StartedService, body: object = {}, request: object = {}) =>
  intake.request('POST', '/v1/complaints', { body: { ...COLD_SOUP, ...body }, ...request });
