import { signDevelopmentToken, signTrackingSession, type Role } from '#libs/service-kit';
import { TEST_ENV } from './test-env.js';

/** A token of the development issuer for somebody with these roles; the subject is the slug of the name. */
export function token({
  roles,
  name = 'Minji',
  ...rest
}: {
  roles: readonly Role[];
  name?: string;
  subject?: string;
  expiresIn?: string;
}): Promise<string> {
  return signDevelopmentToken({ roles, name, ...rest }, TEST_ENV.AUTH_DEVELOPMENT_SECRET);
}

/** The session of a customer who showed the tracking token of this complaint. */
export function customerToken(session: { complaintId: string; expiresIn?: string }): Promise<string> {
  return signTrackingSession(session, TEST_ENV.TRACKING_SECRET);
}
