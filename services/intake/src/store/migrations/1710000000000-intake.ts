import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Complaints, customers, and what the customer sees of everybody's work. */
export class Intake1710000000000 implements MigrationInterface {
  name = 'Intake1710000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table customer (
      id uuid primary key,
      name text,
      email text,
      phone text,
      created_at timestamptz not null default now()
    )`);
    // One person per address; somebody known by both is found by the e-mail address first.
    await runner.query(`create unique index customer_by_email on customer (email) where email is not null`);
    await runner.query(`create index customer_by_phone on customer (phone) where phone is not null`);
    await runner.query(`create unique index customer_by_phone_alone on customer (phone) where email is null`);

    await runner.query(`create table complaint (
      id uuid primary key,
      reference text not null,
      kind text not null,
      status text not null,
      channel text not null,
      external_id text,
      customer_id uuid references customer,
      text text not null,
      product text not null,
      order_number text,
      remedy_sought text,
      language text not null,
      needs_care text[] not null,
      about_colleague text,
      severity smallint not null,
      impact smallint not null,
      urgency smallint not null,
      priority text not null,
      rule_version integer not null,
      occurred_at timestamptz not null,
      registered_at timestamptz not null,
      acknowledged_at timestamptz,
      withdrawn_at timestamptz,
      recorded_by text,
      historical boolean not null,
      version integer not null,
      tracking_hash bytea not null,
      tracking_expires_at timestamptz not null
    )`);
    await runner.query(`create unique index complaint_by_reference on complaint (reference)`);
    await runner.query(`create unique index complaint_by_external_id on complaint (channel, external_id) where external_id is not null`);
    await runner.query(`create unique index complaint_by_tracking_hash on complaint (tracking_hash)`);
    await runner.query(`create index complaint_by_registration on complaint (registered_at desc, id desc)`);
    await runner.query(`create index complaint_by_customer on complaint (customer_id, registered_at desc) where customer_id is not null`);

    // Kept apart from the complaint: two owners, two rows, no waiting for each other.
    await runner.query(`create table handling (
      complaint_id uuid primary key,
      stage text not null default 'waiting',
      cycle integer not null default 1,
      agent_id uuid,
      answer_due_at timestamptz,
      closed_at timestamptz
    )`);

    await runner.query(`create table timeline_entry (
      complaint_id uuid not null,
      event_id uuid not null,
      step text not null,
      at timestamptz not null,
      primary key (complaint_id, event_id)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table timeline_entry, handling, complaint, customer`);
  }
}
