import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a complaint was reopened last: a withdrawal before that no longer says where it stands. */
export class Reopenings1710000100000 implements MigrationInterface {
  name = 'Reopenings1710000100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table handling add column reopened_at timestamptz`);
    await runner.query(`update handling h set reopened_at = r.at
      from (select complaint_id, max(at) as at from timeline_entry where step = 'reopened' group by 1) r where r.complaint_id = h.complaint_id`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table handling drop column reopened_at`);
  }
}
