import type { EventHandler } from '#libs/messaging';
import { timelineProjection } from './timeline.projection.js';

/** All that intake hears. */
export const hears: readonly EventHandler[] = [timelineProjection];
