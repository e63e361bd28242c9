import { ComplaintQueued } from '#libs/contracts';
import { handlesTogether } from '#libs/messaging';
import { lockComplaints } from '../commands/lock-complaints.js';
import { noteQueued } from '../commands/note-queued.js';

/** While it waits for the next one, nobody is responsible. */
export const onComplaintQueued = handlesTogether(
  [ComplaintQueued],
  'resolution.note-queued',
  (tx, slice) =>
    noteQueued(
      tx,
      slice.map(({ event }) => event.data.complaintId),
    ),
  lockComplaints,
);
