import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How whoever told a complaint said to be reached: people who share a telephone are one customer, and each is answered at their own address. */
export class Contacts1710000300000 implements MigrationInterface {
  name = 'Contacts1710000300000';

  async up(runner: QueryRunner): Promise<void> {
    // Of earlier ones it is not known any more: their customer may have been told by somebody else.
    await runner.query(`alter table complaint add column contact_name text, add column contact_email text, add column contact_phone text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table complaint drop column contact_name, drop column contact_email, drop column contact_phone`);
  }
}
