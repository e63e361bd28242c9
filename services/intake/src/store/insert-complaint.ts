import type { EntityManager } from 'typeorm';
import type { Complaint } from '../domain/complaint.js';

/** How a customer can be reached; kept in intake and nowhere else: with the complaint as it was told, and of each customer what was told first. */
export interface Contact {
  name?: string;
  email?: string;
  phone?: string;
}

/** A complaint to store, who told it, and what its tracking token is looked up by. */
export interface NewComplaint {
  complaint: Complaint;
  contact: Contact;
  /** The id of the customer, should it be the first time that we hear of this person. */
  newCustomerId: string;
  trackingHash: Buffer;
}

interface Statement {
  name: string;
  text: string;
  values: unknown[];
}

interface PreparingClient {
  query(statement: Statement): Promise<{ rows: { id: string }[] }>;
}

// In one order for everybody: two transactions that bring the same new people must not wait for each other in a circle.
const INSERT_CUSTOMERS = `
  insert into customer (id, name, email, phone)
  select t.id, t.name, t.email, t.phone
  from json_to_recordset($1::json) as t(id uuid, name text, email text, phone text)
  where not exists (select from customer c where c.email = t.email or c.phone = t.phone)
  order by t.email, t.phone, t.id
  on conflict do nothing`;

// Somebody known by both addresses is found by the e-mail address first.
const customerOf = ({ email, phone }: { email: string; phone: string }): string =>
  `(select c.id from customer c where c.email = ${email} or c.phone = ${phone} order by (c.email = ${email}) desc nulls last, c.created_at limit 1)`;

// It sees the customers of the statement before, and those that others committed while that one waited for them.
const INSERT_COMPLAINTS = `
  insert into complaint (customer_id, id, reference, kind, status, channel, external_id, text, product, order_number, remedy_sought, language,
    needs_care, about_colleague, severity, impact, urgency, priority, rule_version, occurred_at, registered_at, acknowledged_at, recorded_by,
    historical, version, contact_name, contact_email, contact_phone, tracking_hash, tracking_expires_at)
  select ${customerOf({ email: 't.email', phone: 't.phone' })},
    t.id, t.reference, t.kind, t.status, t.channel, t."externalId", t.text, t.product, t."orderNumber", t."remedySought", t.language,
    t."needsCare", t."aboutColleague", t.severity, t.impact, t.urgency, t.priority, t."ruleVersion", t."occurredAt", t."registeredAt",
    t."acknowledgedAt", t."recordedBy", t.historical, t.version, t.name, t.email, t.phone, t."trackingHash", now() + $2 * interval '1 day'
  from json_to_recordset($1::json) as t(id uuid, reference text, kind text, status text, channel text, "externalId" text, text text, product text,
    "orderNumber" text, "remedySought" text, language text, "needsCare" text[], "aboutColleague" text, severity smallint, impact smallint,
    urgency smallint, priority text, "ruleVersion" integer, "occurredAt" timestamptz, "registeredAt" timestamptz, "acknowledgedAt" timestamptz,
    "recordedBy" text, historical boolean, version integer, "trackingHash" bytea, name text, email text,
    phone text)`;

const INSERT_NEW_COMPLAINTS = `${INSERT_COMPLAINTS}
  on conflict do nothing
  returning id`;

/**
 * Statements that store these complaints, and the customers of whom nobody has heard before, all or none: nobody has to wait for
 * what the database says, so they can travel with the commit. The last one fails when a unique key is taken.
 */
export function insertions(complaints: readonly NewComplaint[], trackingDays: number): Statement[] {
  const values = complaintValues(complaints, trackingDays);
  return [...customerInsertion(complaints), { name: 'intake-insert-complaints', text: INSERT_COMPLAINTS, values }];
}

/**
 * Stores complaints and the customers of whom nobody has heard before. Returns the ids of those that were stored: one is left
 * out when a unique key is taken: by the same message of the same channel, or by another complaint with its reference.
 */
export async function insertComplaints(tx: EntityManager, complaints: readonly NewComplaint[], trackingDays: number): Promise<Set<string>> {
  const client = (await tx.queryRunner!.connect()) as PreparingClient;
  const values = complaintValues(complaints, trackingDays);
  const storing: Statement = { name: 'intake-insert-new-complaints', text: INSERT_NEW_COMPLAINTS, values };
  // Sent together, run one after the other.
  const answers = await Promise.all([...customerInsertion(complaints), storing].map((statement) => client.query(statement)));
  return new Set(answers.at(-1)!.rows.map(({ id }) => id));
}

/** The customer who is reached at these addresses; `null` when it is nobody that we know. */
export async function customerAt(tx: EntityManager, { email, phone }: Contact): Promise<string | null> {
  const [found]: { id: string | null }[] = await tx.query(`select ${customerOf({ email: '$1', phone: '$2' })} as id`, [email, phone]);
  return found!.id;
}

function complaintValues(complaints: readonly NewComplaint[], trackingDays: number): unknown[] {
  return [JSON.stringify(complaints.map(toRow)), trackingDays];
}

function customerInsertion(complaints: readonly NewComplaint[]): Statement[] {
  const people = reachable(complaints);
  return people.length === 0 ? [] : [{ name: 'intake-insert-customers', text: INSERT_CUSTOMERS, values: [JSON.stringify(people)] }];
}

function toRow({ complaint, contact: { name, email, phone }, trackingHash }: NewComplaint) {
  return { name, email, phone, trackingHash: `\\x${trackingHash.toString('hex')}`, ...complaint };
}

/** Whoever can be reached. Who of them is the same person, also as somebody known, is for the database to say: it has the unique addresses. */
function reachable(complaints: readonly NewComplaint[]): object[] {
  return complaints
    .map(({ newCustomerId: id, contact: { name, email, phone } }) => ({ id, name, email, phone }))
    .filter(({ email, phone }) => email !== undefined || phone !== undefined);
}
