import { ComplaintReopened } from '#libs/contracts';
import { handles } from '#libs/messaging';
import { startNextCycle, type AnswerPolicy } from '../commands/start-next-cycle.js';

/** Reopened: a new cycle, with the same agent if there is room. */
export const onComplaintReopened = (policy: AnswerPolicy) =>
  handles(ComplaintReopened, 'assignment.start-next-cycle', (work, { data }) =>
    startNextCycle(work, { complaintId: data.complaintId, cycle: data.cycle }, policy),
  );
