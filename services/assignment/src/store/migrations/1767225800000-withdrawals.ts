import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a cycle was withdrawn, although it may have been closed before: a reopening that is heard later may have been earlier. */
export class Withdrawals1767225800000 implements MigrationInterface {
  name = 'Withdrawals1767225800000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table assignment add column withdrawn_at timestamptz(3)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`alter table assignment drop column withdrawn_at`);
  }
}
