import type { Projection } from '#libs/messaging';
import { forgetSteps } from '../commands/project-step.js';
import { timelineProjection } from './timeline.projection.js';

/** What intake can build anew from the beginning. */
export const projections: readonly Projection[] = [{ name: 'intake.timeline', handlers: [timelineProjection], reset: forgetSteps }];
