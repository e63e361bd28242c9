import { ComplaintClosed } from '#libs/contracts';
import { projects, type Projection } from '#libs/messaging';
import { forgetFacts } from '../commands/follow-complaints.js';
import { noteClosings } from '../commands/record-causes.js';
import { onComplaintRegistered, onComplaintReopened, onComplaintWithdrawn } from './complaint-facts.projection.js';
import { closingOf } from './on-complaint-closed.js';

const onRecordedClosing = projects([ComplaintClosed], 'improvement.note-closing-again', (tx, events) =>
  noteClosings(
    tx,
    events.map(({ data }) => closingOf(data)),
  ),
);

/** What improvement can build anew from the beginning; causes, problems and fix tasks are decisions and stay. */
export const projections: readonly Projection[] = [
  {
    name: 'improvement.complaint-facts',
    handlers: [onComplaintRegistered, onComplaintWithdrawn, onComplaintReopened],
    follows: [{ handler: 'improvement.record-cause', again: onRecordedClosing }],
    reset: forgetFacts,
  },
];
