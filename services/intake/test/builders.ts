import type { Complaint } from '../src/domain/complaint.js';

/** A valid complaint; state only what the test is about. */
export function aComplaint(overrides: Partial<Complaint> = {}): Complaint {
  return {
    id: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01',
    reference: 'C-2026-12345-67895',
    kind: 'complaint',
    status: 'acknowledged',
    channel: 'app',
    externalId: null,
    customerId: null,
    text: 'The soup was cold.',
    product: 'delivery',
    orderNumber: null,
    remedySought: null,
    language: 'en',
    needsCare: [],
    aboutColleague: null,
    severity: 1,
    impact: 2,
    urgency: 2,
    priority: 'low',
    ruleVersion: 1,
    occurredAt: new Date('2026-03-08T18:30:00Z'),
    registeredAt: new Date('2026-03-09T09:12:00Z'),
    acknowledgedAt: new Date('2026-03-09T09:12:00Z'),
    withdrawnAt: null,
    recordedBy: null,
    historical: false,
    version: 1,
    ...overrides,
  };
}
