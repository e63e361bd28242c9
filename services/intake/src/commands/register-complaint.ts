import { ComplaintRegistered } from '#libs/contracts';
import { DomainError } from '#libs/domain-kit';
import type { Share, Work } from '#libs/messaging';
import type { EntityManager } from 'typeorm';
import { acknowledge, occurrenceOf, type Complaint, type Channel, type CareNeed, type ComplaintKind, type Language } from '../domain/complaint.js';
import { assess, derivePriority, priorityRule, type Assessment, type Category } from '../domain/priority.js';
import { referenceFor } from '../domain/reference.js';
import { hashOfToken, trackingTokenFor } from '../domain/tracking-token.js';
import { ComplaintTable } from '../store/complaint.table.js';
import { customerAt, insertComplaints, insertions, type Contact, type NewComplaint } from '../store/insert-complaint.js';

export interface RegisterComplaint {
  channel: Channel;
  externalId?: string;
  kind: ComplaintKind;
  text: string;
  occurredAt?: Date;
  product: string;
  category: Category;
  orderNumber?: string;
  remedySought?: string;
  language: Language;
  contact: Contact;
  needsCare: CareNeed[];
  assessment: Partial<Assessment>;
  aboutColleague?: string;
  recordedBy: string | null;
  historical: boolean;
}

export interface TrackingPolicy {
  secret: string;
  days: number;
}

/** What became of a message: a new complaint, or the one that it had made before. */
export interface Registered {
  complaint: Complaint;
  isNew: boolean;
  /** Of a new one: what is stored is only its hash. */
  trackingToken?: string;
}

// Nine digits a year are short enough to read out, and so few that one is taken now and then: of a million complaints every
// thousandth meets one. Ten draws in a row that all do are not to be expected before the numbers themselves run out.
const MOST_DRAWS = 10;

/**
 * Registers what customers told us and acknowledges it at once; the same message of a channel twice is one complaint.
 * Several together are expected to be new, and fail together when one is not or when a reference is taken; alone each finds what
 * it had made before, or a free reference.
 */
export async function registerComplaints(
  tx: EntityManager,
  shares: readonly Share<RegisterComplaint>[],
  tracking: TrackingPolicy,
): Promise<Registered[]> {
  if (shares.length === 1) return [await registerAlone(tx, shares[0]!, tracking)];
  const drafts = shares.map(({ work, input }) => ({ work, ...draft(work, input, tracking) }));
  for (const statement of insertions(drafts, tracking.days)) drafts[0]!.work.store(statement);
  return drafts.map(({ work, complaint, trackingToken }) => {
    announce(work, complaint);
    return { complaint, isNew: true, trackingToken };
  });
}

async function registerAlone(tx: EntityManager, { work, input }: Share<RegisterComplaint>, tracking: TrackingPolicy): Promise<Registered> {
  for (let draws = 0; draws < MOST_DRAWS; draws += 1) {
    const drawn = draft(work, input, tracking);
    const { complaint, contact, trackingToken } = drawn;
    const stored = await insertComplaints(tx, [drawn], tracking.days);
    if (stored.has(complaint.id)) {
      announce(work, complaint);
      return { complaint, isNew: true, trackingToken };
    }
    const known = await knownComplaint(tx, complaint, contact);
    if (known) return { complaint: known, isNew: false };
  }
  throw new DomainError('complaint.no-free-reference', 'No free reference could be found.', 'conflict', { remedy: 'Send the request again.' });
}

function draft(work: Work, input: RegisterComplaint, { secret }: TrackingPolicy): NewComplaint & { trackingToken: string } {
  const complaint = acknowledge(register(work, input), work.now);
  const trackingToken = trackingTokenFor(complaint.id, secret);
  return { complaint, contact: input.contact, newCustomerId: work.newId(), trackingToken, trackingHash: hashOfToken(trackingToken) };
}

/**
 * What a message had made before; `null` when it had made nothing. Whoever is not known to us gets it for the very same message
 * only: the answer is the key to somebody's complaint, and other words must not vanish in it.
 */
async function knownComplaint(tx: EntityManager, told: Complaint, contact: Contact): Promise<Complaint | null> {
  const { channel, externalId, recordedBy, text } = told;
  const known = externalId === null ? null : await tx.findOneBy(ComplaintTable, { channel, externalId });
  if (!known || recordedBy !== null) return known;
  if (known.text === text && known.customerId === (await customerAt(tx, contact))) return known;
  throw new DomainError('complaint.external-id-taken', 'Another message of this channel has this id.', 'conflict', {
    field: '/externalId',
    remedy: 'Leave externalId out, or send an id of your own for every message.',
  });
}

function register(work: Work, input: RegisterComplaint): Complaint {
  const id = work.newId();
  const rule = priorityRule();
  const assessment = assess(rule, input.category, input.needsCare.length > 0, input.assessment);
  const occurredAt = occurrenceOf(input.occurredAt, work.now, input.historical);
  return {
    id,
    reference: referenceFor(id, work.now),
    kind: input.kind,
    status: 'registered',
    channel: input.channel,
    externalId: input.externalId ?? null,
    customerId: null,
    text: input.text,
    product: input.product,
    orderNumber: input.orderNumber ?? null,
    remedySought: input.remedySought ?? null,
    language: input.language,
    needsCare: input.needsCare,
    aboutColleague: input.aboutColleague ?? null,
    ...assessment,
    priority: derivePriority(rule, assessment),
    ruleVersion: rule.version,
    occurredAt,
    registeredAt: work.now,
    acknowledgedAt: null,
    withdrawnAt: null,
    recordedBy: input.recordedBy,
    historical: input.historical,
    version: 1,
  };
}

function announce(work: Work, complaint: Complaint): void {
  const { id: complaintId, kind, channel, product, language, priority, historical, ruleVersion } = complaint;
  work.emit(
    ComplaintRegistered({
      needsCare: complaint.needsCare.length > 0,
      occurredAt: complaint.occurredAt.toISOString(),
      registeredAt: complaint.registeredAt.toISOString(),
      acknowledgedAt: complaint.acknowledgedAt?.toISOString(),
      ...{ complaintId, kind, channel, product, language, priority, historical, ruleVersion },
    }),
  );
}
