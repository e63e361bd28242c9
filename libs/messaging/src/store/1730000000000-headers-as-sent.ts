import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['outbox', 'outbox_parked', 'outbox_discarded', 'parked'];

/** Headers are carried and never searched: kept as the text they are, no event pays for taking them apart and putting them together. */
export class HeadersAsSent1730000000000 implements MigrationInterface {
  name = 'HeadersAsSent1730000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`alter table ${table} alter column headers type json using headers::text::json`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`alter table ${table} alter column headers type jsonb using headers::text::jsonb`);
  }
}
