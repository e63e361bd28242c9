import { unheardOf, type ComplaintFact } from '../domain/complaint-fact.js';
import { tallyChanges } from '../domain/complaint-tally.js';
import type { EntityManager } from 'typeorm';
import { readFacts, writeFacts } from '../store/complaint-facts.js';
import { lockStream } from '../store/stream-lock.js';

export { heardRegistered, heardReopened, heardWithdrawn } from '../domain/complaint-fact.js';
export { forgetFacts } from '../store/complaint-facts.js';

/** What was heard of one complaint: how it changes what is known. */
export interface News {
  complaintId: string;
  hear(fact: ComplaintFact): ComplaintFact;
}

/** Notes what was heard of complaints, one news each, and keeps the leader's figures right. */
export async function followComplaints(tx: EntityManager, news: readonly News[]): Promise<void> {
  const ids = news.map(({ complaintId }) => complaintId);
  const [, known] = await Promise.all([lockStream(tx), readFacts(tx, ids)]);
  const changes = news.map(({ complaintId, hear }, index) => {
    const before = known[index] ?? unheardOf(complaintId);
    return { before, after: hear(before) };
  });
  await writeFacts(
    tx,
    changes.map(({ after }) => after),
    tallyChanges(changes),
  );
}
