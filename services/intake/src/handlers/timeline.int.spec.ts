import {
  ComplaintAssigned,
  ComplaintClosed,
  ComplaintEscalated,
  ComplaintQueued,
  ComplaintReopened,
  InvestigationOpened,
  MessageSent,
  ResolutionAccepted,
  ResolutionDeclined,
  ResolutionProposed,
  type DomainEvent,
} from '#libs/contracts';
import { deliver, deliverTogether, freshDatabase, type FreshDatabase } from '#libs/test-kit';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { intakeDatabase } from '../store/database.js';
import { hears } from './index.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

let fresh: FreshDatabase;
let db: DataSource;
beforeAll(async () => ({ db } = fresh = await freshDatabase(intakeDatabase)));
afterAll(() => fresh.drop());
beforeEach(() => db.query('truncate handling, timeline_entry, inbox, parked'));

const COMPLAINTS = Array.from({ length: 6 }, () => uuidv7());
const AGENTS = [uuidv7(), uuidv7()];
const noon = (day: number) => new Date(Date.UTC(2026, 2, day, 3));

type Told = { complaintId: string; cycle: number; agentId: string; day: number };
const TELLS: readonly ((told: Told) => DomainEvent)[] = [
  ({ complaintId, cycle, agentId, day }) =>
    ComplaintAssigned({ ...ComplaintAssigned.example, complaintId, cycle, agentId, answerDueAt: noon(day).toISOString() }),
  ({ complaintId, cycle, day }) => ComplaintQueued({ ...ComplaintQueued.example, complaintId, cycle, answerDueAt: noon(day).toISOString() }),
  ({ complaintId, cycle }) => ComplaintEscalated({ ...ComplaintEscalated.example, complaintId, cycle }),
  ({ complaintId, cycle }) => InvestigationOpened({ ...InvestigationOpened.example, complaintId, cycle }),
  ({ complaintId }) => MessageSent({ ...MessageSent.example, complaintId }),
  ({ complaintId, cycle }) => ResolutionProposed({ ...ResolutionProposed.example, complaintId, cycle }),
  ({ complaintId, cycle }) => ResolutionAccepted({ ...ResolutionAccepted.example, complaintId, cycle }),
  ({ complaintId, cycle }) => ResolutionDeclined({ ...ResolutionDeclined.example, complaintId, cycle }),
  ({ complaintId, cycle, day }) => ComplaintClosed({ ...ComplaintClosed.example, complaintId, cycle, closedAt: noon(day).toISOString() }),
  ({ complaintId, cycle }) => ComplaintReopened({ ...ComplaintReopened.example, complaintId, cycle }),
  ({ complaintId, cycle }) => ResolutionDeclined({ ...ResolutionDeclined.example, complaintId, cycle, stage: 2 }),
];

const events = fc.array(
  fc
    .record({
      tell: fc.constantFrom(...TELLS),
      complaintId: fc.constantFrom(...COMPLAINTS),
      cycle: fc.integer({ min: 1, max: 3 }),
      agentId: fc.constantFrom(...AGENTS),
      day: fc.integer({ min: 1, max: 28 }),
    })
    .map(({ tell, ...told }) => ({ event: tell(told), time: noon(told.day) })),
  { minLength: 1, maxLength: 40 },
);

const projected = async () => ({
  handling: await db.query('select * from handling order by complaint_id'),
  steps: await db.query('select complaint_id, event_id, step, at from timeline_entry order by complaint_id, event_id'),
});

describe(`the timeline (SEED=${SEED})`, () => {
  it('I5 is the same whether the events of a slice are applied together or one by one', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (told) => {
        await db.query('truncate handling, timeline_entry, inbox, parked');
        const slice = told.map((one) => ({ ...one, id: uuidv7() }));
        for (const { event, ...options } of slice) await deliver(db, hears, event, options);
        const oneByOne = await projected();
        await db.query('truncate handling, timeline_entry, inbox, parked');
        await deliverTogether(db, hears, slice);
        expect(await projected()).toEqual(oneByOne);
        expect(oneByOne.steps).toHaveLength(told.length);
      }),
      { seed: SEED, numRuns: 12 },
    );
  });

  it('what assignment and resolution say of one complaint stands side by side, in whatever order it is heard', async () => {
    const [complaintId] = COMPLAINTS as [string];
    const [agentId] = AGENTS as [string];
    const told = { complaintId, cycle: 2, agentId, day: 9 };
    const [assigned, opened, closed] = [TELLS[0]!(told), TELLS[3]!(told), TELLS[8]!(told)];
    for (const order of [
      [assigned, opened, closed],
      [opened, assigned, closed],
      [opened, closed, assigned],
    ]) {
      await db.query('truncate handling, timeline_entry, inbox, parked');
      await deliverTogether(
        db,
        hears,
        order.map((event) => ({ event })),
      );
      expect(await db.query('select stage, cycle, agent_id, answer_due_at, closed_at from handling')).toEqual([
        { stage: 'closed', cycle: 2, agent_id: agentId, answer_due_at: noon(9), closed_at: noon(9) },
      ]);
    }
  });

  it('C11 somebody is responsible when it was assigned, although the event that freed them is older than the complaint', async () => {
    const [complaintId] = COMPLAINTS as [string];
    const assignedAt = noon(9).toISOString();
    await deliver(db, hears, ComplaintAssigned({ ...ComplaintAssigned.example, complaintId, assignedAt }), { time: noon(8) });
    expect(await db.query('select step, at from timeline_entry')).toEqual([{ step: 'assigned', at: noon(9) }]);
  });

  it('C17 what comes after a reopening does not make it forgotten', async () => {
    const [complaintId] = COMPLAINTS as [string];
    const reopenedAt = noon(9);
    const steps = [
      ComplaintReopened({ ...ComplaintReopened.example, complaintId, cycle: 2, reopenedAt: reopenedAt.toISOString() }),
      ResolutionProposed({ ...ResolutionProposed.example, complaintId, cycle: 2 }),
    ];
    for (const [index, event] of steps.entries()) await deliver(db, hears, event, { sequence: index + 1 });
    expect(await db.query('select stage, cycle, reopened_at from handling')).toEqual([{ stage: 'decided', cycle: 2, reopened_at: reopenedAt }]);
  });

  it.each(['agent', 'customer'] as const)('C11 says that the %s wrote when they did', async (from) => {
    const [complaintId] = COMPLAINTS as [string];
    await deliver(db, hears, MessageSent({ ...MessageSent.example, complaintId, from }));
    expect(await db.query('select step from timeline_entry')).toEqual([{ step: `${from}-wrote` }]);
  });

  it.each([
    [1, 'declined'],
    [2, 'declined-again'],
  ])('C26 a decision of stage %i that is declined leads to "%s"', async (stage, step) => {
    const [complaintId] = COMPLAINTS as [string];
    await deliver(db, hears, ResolutionDeclined({ ...ResolutionDeclined.example, complaintId, stage }));
    expect(await db.query('select step, stage from timeline_entry join handling using (complaint_id)')).toEqual([{ step, stage: step }]);
  });
});
