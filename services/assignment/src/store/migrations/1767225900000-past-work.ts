import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much of an agent's load is past work, so that it takes no room from today. */
export class PastWork1767225900000 implements MigrationInterface {
  name = 'PastWork1767225900000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table agent add column past_count integer not null default 0 check (past_count >= 0)`);
    await db.query(`
      update agent set past_count = past.count
      from (select agent_id, count(*) as count from assignment where status = 'assigned' and historical group by agent_id) as past
      where past.agent_id = agent.id`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`alter table agent drop column past_count`);
  }
}
