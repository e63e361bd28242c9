import { z } from 'zod';
import { defineEvent } from './define-event.js';
import * as f from './fields.js';

/** An agent is responsible, until a promised time. Carries what resolution needs to open its investigation. */
export const ComplaintAssigned = defineEvent({
  type: 'complaint.assigned',
  version: 1,
  owner: 'assignment',
  topic: 'assignment.events',
  key: (data) => data.complaintId,
  data: z.object({
    complaintId: f.complaintId,
    cycle: f.cycle,
    agentId: f.agentId,
    agentSubject: f.agentSubject.optional(),
    teamId: f.teamId,
    how: z.enum(['routed', 'taken', 'transferred']),
    answerDueAt: f.moment,
    assignedAt: f.moment,
    ...f.complaintFacts,
  }),
  example: {
    complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01',
    cycle: 1,
    agentSubject: 'agent-7',
    agentId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7d04',
    teamId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7e05',
    how: 'routed',
    answerDueAt: '2026-03-10T09:12:00.000Z',
    assignedAt: '2026-03-09T09:12:00.000Z',
    kind: 'complaint',
    channel: 'app',
    product: 'membership',
    language: 'ko',
    priority: 'high',
    needsCare: false,
    occurredAt: '2026-03-08T18:30:00.000Z',
    registeredAt: '2026-03-09T09:12:00.000Z',
    historical: false,
  },
});
