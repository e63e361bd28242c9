import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Late events share one place in their key's queue, before the first that came after them: there their numbers decide. */
export class LateEvents1740000000000 implements MigrationInterface {
  name = 'LateEvents1740000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index parked_by_key`);
    await runner.query(`create index parked_by_key on parked (handler, key, place, sequence, seq)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index parked_by_key`);
    await runner.query(`create index parked_by_key on parked (handler, key, place, seq)`);
  }
}
