import type { EventHandler } from '#libs/messaging';
import { onComplaintAssigned } from './on-complaint-assigned.js';
import { onComplaintQueued } from './on-complaint-queued.js';
import { onComplaintWithdrawn } from './on-complaint-withdrawn.js';

/** Everything that resolution hears. */
export const hears: readonly EventHandler[] = [onComplaintAssigned, onComplaintQueued, onComplaintWithdrawn];
