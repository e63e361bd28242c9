import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The queue by what a complaint needs, so that whoever becomes free finds the next one at once, however many wait. */
export class QueueByNeed1767225700000 implements MigrationInterface {
  name = 'QueueByNeed1767225700000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create index assignment_queue_by_need on assignment
      (historical, language, needs_care, priority_rank, queued_at, id) where status = 'queued'`);
    await db.query(`create index assignment_queue_by_product on assignment
      (historical, language, needs_care, product, priority_rank, queued_at, id) where status = 'queued'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index assignment_queue_by_need, assignment_queue_by_product');
  }
}
