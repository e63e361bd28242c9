import type { Work } from '#libs/messaging';
import { tallyChanges, unheardOf, type ComplaintFact } from '../domain/complaint-fact.js';
import { readFact, writeFact } from '../store/complaint-facts.js';
import { lockStream } from '../store/stream-lock.js';

export { heardRegistered, heardReopened, heardWithdrawn } from '../domain/complaint-fact.js';

/** Notes what was heard of a complaint and keeps the leader's figures right. */
export async function followComplaint(work: Work, complaintId: string, hear: (fact: ComplaintFact) => ComplaintFact): Promise<void> {
  await lockStream(work.tx);
  const before = (await readFact(work.tx, complaintId)) ?? unheardOf(complaintId);
  const after = hear(before);
  await writeFact(work.tx, after, tallyChanges(before, after), null);
}
