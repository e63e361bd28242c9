import type { EventHandler } from '#libs/messaging';
import type { Rules } from '../commands/record-causes.js';
import { onComplaintRegistered, onComplaintReopened, onComplaintWithdrawn } from './complaint-facts.projection.js';
import { onComplaintClosed } from './on-complaint-closed.js';

/** Everything that improvement hears. */
export const hears = (rules: Rules): readonly EventHandler[] => [
  onComplaintRegistered,
  onComplaintWithdrawn,
  onComplaintReopened,
  onComplaintClosed(rules),
];
