import { allowedActions } from '#libs/domain-kit';
import { whyNotClosable } from './closure.js';
import type { ResolutionPolicy } from './policy.js';
import { isReopenable, RESOLUTION_LIFECYCLE, type Resolution, type ResolutionAction } from './resolution.js';

/** What can be done with this resolution here and now; withdrawing is asked for where the complaint was registered. */
export function allowedNow(resolution: Resolution, now: Date, policy: ResolutionPolicy): ResolutionAction[] {
  const IS_FAIR: Partial<Record<ResolutionAction, () => boolean>> = {
    close: () => whyNotClosable(resolution, now, policy) === undefined,
    reopen: () => isReopenable(resolution, now, policy),
    withdraw: () => false,
  };
  return allowedActions(RESOLUTION_LIFECYCLE, resolution.status).filter((action) => IS_FAIR[action]?.() ?? true);
}
