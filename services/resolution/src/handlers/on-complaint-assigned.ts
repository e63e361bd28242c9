import { ComplaintAssigned } from '#libs/contracts';
import { handlesTogether } from '#libs/messaging';
import { lockComplaints } from '../commands/lock-complaints.js';
import { openInvestigations } from '../commands/open-investigations.js';

/** Whoever is responsible starts finding out what happened. */
export const onComplaintAssigned = handlesTogether(
  [ComplaintAssigned],
  'resolution.open-investigation',
  (tx, slice) =>
    openInvestigations(
      tx,
      slice.map(({ work, event }) => ({ work, assigned: event.data })),
    ),
  lockComplaints,
);
