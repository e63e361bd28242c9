import { serviceSettings } from '#libs/service-kit';
import { z } from 'zod';

/** Settings of intake: how long customers can look. */
export const intakeSettings = z.object({
  ...serviceSettings,
  /** How long a customer's link to the status page works. */
  INTAKE_TRACKING_DAYS: z.coerce.number().int().min(1).max(3_650).default(400),
});

export type IntakeConfig = z.infer<typeof intakeSettings>;
