import type { EventHandler } from '#libs/messaging';
import type { AnswerPolicy } from '../commands/route-complaints.js';
import { onComplaintClosed } from './on-complaint-closed.js';
import { onComplaintRegistered } from './on-complaint-registered.js';
import { onComplaintReopened } from './on-complaint-reopened.js';
import { onComplaintWithdrawn } from './on-complaint-withdrawn.js';

/** Everything that assignment hears. */
export const hears = (policy: AnswerPolicy): readonly EventHandler[] => [
  onComplaintRegistered(policy),
  onComplaintWithdrawn,
  onComplaintClosed,
  onComplaintReopened(policy),
];
