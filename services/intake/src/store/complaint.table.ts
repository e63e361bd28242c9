import { EntitySchema } from 'typeorm';
import type { Complaint } from '../domain/complaint.js';

export const ComplaintTable = new EntitySchema<Complaint>({
  name: 'complaint',
  columns: {
    id: { type: 'uuid', primary: true },
    reference: { type: 'text' },
    kind: { type: 'text' },
    status: { type: 'text' },
    channel: { type: 'text' },
    externalId: { type: 'text', name: 'external_id', nullable: true },
    customerId: { type: 'uuid', name: 'customer_id', nullable: true },
    text: { type: 'text' },
    product: { type: 'text' },
    orderNumber: { type: 'text', name: 'order_number', nullable: true },
    remedySought: { type: 'text', name: 'remedy_sought', nullable: true },
    language: { type: 'text' },
    needsCare: { type: 'text', array: true, name: 'needs_care' },
    aboutColleague: { type: 'text', name: 'about_colleague', nullable: true },
    severity: { type: 'smallint' },
    impact: { type: 'smallint' },
    urgency: { type: 'smallint' },
    priority: { type: 'text' },
    ruleVersion: { type: 'integer', name: 'rule_version' },
    occurredAt: { type: 'timestamptz', name: 'occurred_at' },
    registeredAt: { type: 'timestamptz', name: 'registered_at' },
    acknowledgedAt: { type: 'timestamptz', name: 'acknowledged_at', nullable: true },
    withdrawnAt: { type: 'timestamptz', name: 'withdrawn_at', nullable: true },
    recordedBy: { type: 'text', name: 'recorded_by', nullable: true },
    historical: { type: 'boolean' },
    version: { type: 'integer' },
  },
});
