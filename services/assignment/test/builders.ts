import type { RoutableAgent } from '../src/domain/agent.js';
import type { AnswerPolicy } from '../src/domain/answer-due.js';
import { startAssignment, type Assignment } from '../src/domain/assignment.js';
import type { ComplaintFacts } from '../src/domain/complaint-facts.js';

/** Monday, 10:00 in Seoul. */
export const MONDAY_10 = new Date('2026-03-09T01:00:00.000Z');

/** Answers promised in office hours in Seoul, Monday to Saturday, 9 to 21. */
export const aPolicy = (over: Partial<AnswerPolicy> = {}): AnswerPolicy => ({
  withinMinutes: { urgent: 120, high: 240, normal: 720, low: 1440 },
  escalateAgainAfterMinutes: 240,
  hours: { utcOffsetMinutes: 540, weekdays: [1, 2, 3, 4, 5, 6], opensAtMinute: 540, closesAtMinute: 1260 },
  ...over,
});

/** What intake tells of a plain complaint. */
export const someFacts = (over: Partial<ComplaintFacts> = {}): ComplaintFacts => ({
  kind: 'complaint',
  channel: 'app',
  product: 'membership',
  language: 'ko',
  priority: 'normal',
  needsCare: false,
  occurredAt: new Date('2026-03-08T09:30:00.000Z'),
  registeredAt: MONDAY_10,
  historical: false,
  ...over,
});

/** A waiting assignment in its first cycle. */
export const anAssignment = (over: Partial<Assignment> = {}): Assignment => ({
  ...startAssignment(
    someFacts(),
    { id: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7f01', complaintId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01', cycle: 1 },
    MONDAY_10,
    aPolicy(),
  ),
  queueReason: 'no-agent-available',
  ...over,
});

/** An agent with room who speaks Korean and takes every product. */
export const anAgent = (over: Partial<RoutableAgent> = {}): RoutableAgent => ({
  id: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7d01',
  subject: 'minji',
  displayName: 'Minji',
  teamId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7e01',
  skills: [],
  teamSkills: [],
  languages: ['ko'],
  capacity: 5,
  care: false,
  available: true,
  openCount: 0,
  pastCount: 0,
  lastTurn: 0,
  version: 1,
  ...over,
});
