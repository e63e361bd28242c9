import { signDevelopmentToken, signTrackingSession } from './sign.js';
import { TokenVerifier } from './token-verifier.js';

const SECRET = 'development-secret-of-this-spec-0001';
const TRACKING_SECRET = 'tracking-secret-of-this-spec-0000001';
const COMPLAINT = '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01';

const verifier = () =>
  new TokenVerifier({
    ...{ AUTH_AUDIENCE: 'redress', AUTH_ALGORITHMS: ['RS256'], AUTH_ROLES_CLAIM: 'roles', TRACKING_SECRET },
    ...{ AUTH_DEVELOPMENT_ISSUER: true, AUTH_DEVELOPMENT_SECRET: SECRET },
  } as ConstructorParameters<typeof TokenVerifier>[0]);
const signed = (expiresIn: string) => signDevelopmentToken({ roles: ['agent'], name: 'Minji', expiresIn }, SECRET);

beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] }));
afterEach(() => jest.useRealTimers());
const later = (seconds: number) => jest.setSystemTime(Date.now() + seconds * 1_000);

it('C51 a token is believed without its signature being checked again, and not a moment longer than it says', async () => {
  const [tokens, token] = [verifier(), await signed('60s')];
  const first = await tokens.principalOf(token);
  expect(first).toMatchObject({ subject: 'minji', roles: ['agent'] });
  later(59);
  expect(tokens.principalOf(token)).toBe(first);
  later(40); // more than the clocks of two machines may differ
  await expect(tokens.principalOf(token)).rejects.toMatchObject({ status: 401, code: 'auth.token-expired' });
});

it.each([
  [29, true],
  [31, false],
])('%i seconds after its end a token is believed by a clock that may be ahead: %s', async (seconds, isBelieved) => {
  const token = await signed('10s');
  later(10 + seconds);
  const believed = Promise.resolve(verifier().principalOf(token)).then(
    () => true,
    () => false,
  );
  expect(await believed).toBe(isBelieved);
});

it('a session of a customer ends after a quarter of an hour, remembered or not', async () => {
  const [tokens, session] = [verifier(), await signTrackingSession({ complaintId: COMPLAINT }, TRACKING_SECRET)];
  expect(await tokens.principalOf(session)).toMatchObject({ roles: ['customer'], complaintId: COMPLAINT });
  later(15 * 60 + 31);
  await expect(tokens.principalOf(session)).rejects.toMatchObject({ status: 401, code: 'auth.token-expired' });
});
