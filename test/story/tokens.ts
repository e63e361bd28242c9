import { SignJWT } from 'jose';

/** Somebody who acts in the story: the subject, name and roles of a token. */
export interface Person {
  subject: string;
  name: string;
  roles: readonly string[];
}

const LIVES_SECONDS = 6 * 3_600;
const RENEWED_AFTER_MS = (LIVES_SECONDS / 2) * 1_000;

/** Makes development tokens, one per person, renewed long before they expire. */
export function tokenMint(secret: string): (person: Person) => Promise<string> {
  const key = new TextEncoder().encode(secret);
  const minted = new Map<string, { token: Promise<string>; at: number }>();
  return ({ subject, name, roles }) => {
    const id = `${subject} ${roles.join(' ')}`;
    const known = minted.get(id);
    if (known && Date.now() - known.at < RENEWED_AFTER_MS) return known.token;
    const token = new SignJWT({ name, roles: [...roles] })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer('redress-development')
      .setAudience('redress')
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(`${LIVES_SECONDS}s`)
      .sign(key);
    minted.set(id, { token, at: Date.now() });
    return token;
  };
}
