import { ComplaintAssigned, type DataOf } from '#libs/contracts';
import type { ResolutionPolicy } from '../src/domain/policy.js';
import { openedInvestigation, type ComplaintFacts, type Proposal, type Resolution } from '../src/domain/resolution.js';

export const COMPLAINT_ID = '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01';
const MINJI_ID = '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7d04';
const OPENED_AT = new Date('2026-03-09T09:12:00.000Z');

export const POLICY: ResolutionPolicy = {
  answerWithinDays: 14,
  reopenWithinDays: 30,
  agentRedressLimitsMinor: { KRW: 30_000, USD: 3_000, INR: 200_000 },
};

/** Days after the investigation was opened. */
export function day(days: number): Date {
  return new Date(OPENED_AT.getTime() + days * 86_400_000);
}

/** A complaint as its assignment tells it: valid by default. */
export function facts(given: Partial<ComplaintFacts> = {}): ComplaintFacts {
  return {
    kind: 'complaint',
    channel: 'app',
    product: 'membership',
    language: 'ko',
    priority: 'high',
    needsCare: false,
    occurredAt: '2026-03-08T18:30:00.000Z',
    registeredAt: '2026-03-09T09:12:00.000Z',
    historical: false,
    ...given,
  };
}

/** A resolution under investigation by Minji, unless the test says otherwise. */
export function aResolution(given: Partial<Resolution> = {}): Resolution {
  const assignee = { agentId: MINJI_ID, agentSubject: 'minji', facts: facts() };
  return { ...openedInvestigation(COMPLAINT_ID, 1, assignee, OPENED_AT), ...given };
}

/** A decision with reasons that suits a complaint. */
export function aProposal(given: Partial<Proposal> = {}): Proposal {
  return { decision: 'upheld', reasons: 'The courier was late because of us, and we are sorry.', redress: [{ kind: 'apology' }], ...given };
}

/** The event that makes Minji responsible. */
export function anAssignment(given: Partial<DataOf<typeof ComplaintAssigned>> = {}): DataOf<typeof ComplaintAssigned> {
  return { ...ComplaintAssigned.example, complaintId: COMPLAINT_ID, agentId: MINJI_ID, agentSubject: 'minji', ...given };
}
