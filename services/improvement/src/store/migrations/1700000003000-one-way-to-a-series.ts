import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The counts of a series are found by the primary key. A plan that was made while nobody knew how many products there are took
 * `cause_day_by_product` instead, and read every cause of the product for each closed complaint; nothing that is done often needs it.
 */
export class OneWayToASeries1700000003000 implements MigrationInterface {
  name = 'OneWayToASeries1700000003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index cause_day_by_product');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('create index cause_day_by_product on cause_day (product, occurred_on)');
  }
}
