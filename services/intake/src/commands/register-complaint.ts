import { ComplaintAcknowledged, ComplaintRegistered } from '#libs/contracts';
import { DomainError } from '#libs/domain-kit';
import type { Work } from '#libs/messaging';
import { acknowledge, checkOccurrence, type Complaint, type Channel, type CareNeed, type ComplaintKind, type Language } from '../domain/complaint.js';
import { assess, derivePriority, priorityRule, type Assessment, type Category } from '../domain/priority.js';
import { referenceFor } from '../domain/reference.js';
import { hashOfToken, trackingTokenFor } from '../domain/tracking-token.js';
import { ComplaintTable } from '../store/complaint.table.js';
import { insertComplaint, type Contact } from '../store/insert-complaint.js';

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

const ATTEMPTS = 3;

/** Registers what a customer told us and acknowledges it at once; the same message of a channel twice is one complaint. */
export async function registerComplaint(
  work: Work,
  input: RegisterComplaint,
  tracking: TrackingPolicy,
): Promise<{ complaint: Complaint; isNew: boolean }> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const complaint = acknowledge(register(work, input), work.now);
    const token = { hash: hashOfToken(trackingTokenFor(complaint.id, tracking.secret)), days: tracking.days };
    if (await insertComplaint(work.tx, complaint, work.newId(), input.contact, token)) {
      announce(work, complaint);
      return { complaint, isNew: true };
    }
    const known = input.externalId ? await work.tx.findOneBy(ComplaintTable, { channel: input.channel, externalId: input.externalId }) : null;
    if (known) return { complaint: known, isNew: false };
  }
  throw new DomainError('complaint.no-free-reference', 'No free reference could be found.', 'conflict', { remedy: 'Send the request again.' });
}

function register(work: Work, input: RegisterComplaint): Complaint {
  const id = work.newId();
  const rule = priorityRule();
  const assessment = assess(rule, input.category, input.needsCare.length > 0, input.assessment);
  const occurredAt = input.occurredAt ?? work.now;
  checkOccurrence(occurredAt, work.now);
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
      ...{ complaintId, kind, channel, product, language, priority, historical, ruleVersion },
      needsCare: complaint.needsCare.length > 0,
      occurredAt: complaint.occurredAt.toISOString(),
      registeredAt: complaint.registeredAt.toISOString(),
    }),
  );
  work.emit(ComplaintAcknowledged({ complaintId, channel, acknowledgedAt: work.now.toISOString() }));
}
