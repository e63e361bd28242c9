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
  type DataOf,
} from '#libs/contracts';
import { projects, type ReceivedEvent } from '#libs/messaging';
import { projectSteps, type ProjectedStep } from '../commands/project-step.js';

/** `at` where the step has a moment of its own: an event that frees an agent may be older than what the agent then gets. */
type Projections = Readonly<Record<string, (event: ReceivedEvent<never>) => ProjectedStep & { at?: Date }>>;

// The first time another stage follows; after the second the options are exhausted.
const declined = (stage: number): 'declined' | 'declined-again' => (stage > 1 ? 'declined-again' : 'declined');

// What intake itself did stands in the complaint's own row; these are the steps of the others. Only what the customer may see.
const STEPS: Projections = {
  [ComplaintAssigned.wireType]: ({ data }: ReceivedEvent<DataOf<typeof ComplaintAssigned>>) => ({
    step: 'assigned',
    at: new Date(data.assignedAt),
    assignment: { stage: 'assigned', agentId: data.agentId, answerDueAt: new Date(data.answerDueAt) },
  }),
  [ComplaintQueued.wireType]: ({ data }: ReceivedEvent<DataOf<typeof ComplaintQueued>>) => ({
    step: 'queued',
    assignment: { stage: 'queued', agentId: null, answerDueAt: new Date(data.answerDueAt) },
  }),
  [ComplaintEscalated.wireType]: () => ({ step: 'escalated' }),
  [InvestigationOpened.wireType]: ({ data }: ReceivedEvent<DataOf<typeof InvestigationOpened>>) => ({
    step: 'investigation-opened',
    resolution: { stage: 'investigating', cycle: data.cycle },
  }),
  [MessageSent.wireType]: ({ data }: ReceivedEvent<DataOf<typeof MessageSent>>) => ({
    step: data.from === 'agent' ? 'agent-wrote' : 'customer-wrote',
  }),
  [ResolutionProposed.wireType]: ({ data }: ReceivedEvent<DataOf<typeof ResolutionProposed>>) => ({
    step: 'decided',
    resolution: { stage: 'decided', cycle: data.cycle },
  }),
  [ResolutionAccepted.wireType]: ({ data }: ReceivedEvent<DataOf<typeof ResolutionAccepted>>) => ({
    step: 'accepted',
    resolution: { stage: 'accepted', cycle: data.cycle },
  }),
  [ResolutionDeclined.wireType]: ({ data }: ReceivedEvent<DataOf<typeof ResolutionDeclined>>) => ({
    step: declined(data.stage),
    resolution: { stage: declined(data.stage), cycle: data.cycle },
  }),
  [ComplaintClosed.wireType]: ({ data }: ReceivedEvent<DataOf<typeof ComplaintClosed>>) => ({
    step: 'closed',
    resolution: { stage: 'closed', cycle: data.cycle, closedAt: new Date(data.closedAt) },
  }),
  [ComplaintReopened.wireType]: ({ data }: ReceivedEvent<DataOf<typeof ComplaintReopened>>) => ({
    step: 'reopened',
    resolution: { stage: 'investigating', cycle: data.cycle, reopenedAt: new Date(data.reopenedAt) },
  }),
};

const HEARD = [
  ...[ComplaintAssigned, ComplaintQueued, ComplaintEscalated],
  ...[InvestigationOpened, MessageSent, ResolutionProposed, ResolutionAccepted, ResolutionDeclined, ComplaintClosed, ComplaintReopened],
];

/** The customer's timeline and the one word for where the complaint stands follow everybody's events. */
export const timelineProjection = projects(HEARD, 'intake.project-timeline', (tx, events) =>
  projectSteps(
    tx,
    events.map((event) => ({ complaintId: event.key, eventId: event.id, at: event.time, ...STEPS[event.type]!(event as ReceivedEvent<never>) })),
  ),
);
