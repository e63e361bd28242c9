import type { MigrationInterface, QueryRunner } from 'typeorm';

// Of those who were entered twice at the same moment, once with an e-mail address and once without.
const WAS_FIRST = `exists (select from customer f where f.phone = twin.phone and (f.created_at, f.id) < (twin.created_at, twin.id))`;

/** One person per telephone number, also when two first complaints name it at the same moment and only one an e-mail address. */
export class OnePersonPerPhone1710000200000 implements MigrationInterface {
  name = 'OnePersonPerPhone1710000200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`update complaint c set customer_id = first.id
      from customer twin
      cross join lateral (select f.id from customer f where f.phone = twin.phone order by f.created_at, f.id limit 1) as first
      where c.customer_id = twin.id and twin.email is null and ${WAS_FIRST}`);
    await runner.query(`delete from customer twin where twin.email is null and ${WAS_FIRST}`);
    await runner.query(`update customer twin set phone = null where twin.email is not null and ${WAS_FIRST}`);
    await runner.query(`drop index customer_by_phone, customer_by_phone_alone`);
    await runner.query(`create unique index customer_by_phone on customer (phone) where phone is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index customer_by_phone`);
    await runner.query(`create index customer_by_phone on customer (phone) where phone is not null`);
    await runner.query(`create unique index customer_by_phone_alone on customer (phone) where email is null`);
  }
}
