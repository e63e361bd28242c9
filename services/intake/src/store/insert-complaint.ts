import type { EntityManager } from 'typeorm';
import type { Complaint } from '../domain/complaint.js';

/** How a customer can be reached; kept in intake and nowhere else. */
export interface Contact {
  name?: string;
  email?: string;
  phone?: string;
}

interface PreparedClient {
  query(statement: { name: string; text: string; values: unknown[] }): Promise<{ rows: { id: string; customer_id: string | null }[] }>;
}

// One statement for customer and complaint, planned once per connection: this is the hottest path of the product.
const INSERT = `
  with known as (
    select id from customer where email = $3 or phone = $4 order by (email = $3) desc nulls last, created_at limit 1
  ), added as (
    insert into customer (id, name, email, phone)
    select $1::uuid, $2::text, $3::text, $4::text
    where ($3::text is not null or $4::text is not null) and not exists (select from known)
    on conflict do nothing returning id
  )
  insert into complaint (customer_id, id, reference, kind, status, channel, external_id, text, product, order_number, remedy_sought, language, needs_care,
    about_colleague, severity, impact, urgency, priority, rule_version, occurred_at, registered_at, acknowledged_at, recorded_by, historical, version,
    tracking_hash, tracking_expires_at)
  values (coalesce((select id from known), (select id from added)), $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
    $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28,
    $29, now() + $30 * interval '1 day')
  on conflict do nothing
  returning id, customer_id`;

/**
 * Stores a complaint and, when nobody with that address is known yet, its customer. False when a unique key is taken:
 * the same message of the same channel, or (once in a billion) the reference.
 */
export async function insertComplaint(
  tx: EntityManager,
  complaint: Complaint,
  newCustomerId: string,
  contact: Contact,
  tracking: { hash: Buffer; days: number },
): Promise<boolean> {
  const c = complaint;
  const client = (await tx.queryRunner!.connect()) as PreparedClient;
  const { rows } = await client.query({
    name: 'intake-insert-complaint',
    text: INSERT,
    values: [
      ...[newCustomerId, contact.name ?? null, contact.email ?? null, contact.phone ?? null],
      ...[c.id, c.reference, c.kind, c.status, c.channel, c.externalId, c.text, c.product, c.orderNumber, c.remedySought, c.language, c.needsCare],
      ...[c.aboutColleague, c.severity, c.impact, c.urgency, c.priority, c.ruleVersion],
      ...[c.occurredAt, c.registeredAt, c.acknowledgedAt, c.recordedBy, c.historical, c.version],
      ...[tracking.hash, tracking.days],
    ],
  });
  const stored = rows[0];
  if (stored && !stored.customer_id && (contact.email || contact.phone)) await adoptCustomer(tx, c.id, contact);
  return stored !== undefined;
}

/** Two first complaints of one person in the same instant: the other request's customer is there now. */
async function adoptCustomer(
  tx: EntityManager,
  complaintId: string,
  { email = null, phone = null }: { email?: string | null; phone?: string | null },
): Promise<void> {
  await tx.query(
    `update complaint set customer_id = (select id from customer where email = $2 or phone = $3 order by (email = $2) desc nulls last, created_at limit 1) where id = $1`,
    [complaintId, email, phone],
  );
}
