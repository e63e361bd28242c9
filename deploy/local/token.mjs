import { createHash, createHmac } from 'node:crypto';
import { Remedy } from './say.mjs';

/** The roles a person or a program may have. */
export const ROLES = ['agent', 'supervisor', 'engineer', 'leader', 'importer', 'admin'];

/** The subject for a name: "Minji Kim" is minji-kim; a name without Latin letters gets a stable short hash. */
export function subjectOf(name) {
  const slug = name.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  return slug || `person-${createHash('sha256').update(name.normalize('NFC')).digest('hex').slice(0, 10)}`;
}

/** A token of the development issuer: never accepted where that issuer is not switched on. */
export function developmentToken({ secret, roles, name, audience = 'redress', hours = 12, now = Date.now() }) {
  const iat = Math.floor(now / 1000);
  const claims = { iss: 'redress-development', aud: audience, sub: subjectOf(name), name, roles, iat, exp: iat + Math.round(hours * 3600) };
  const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** Reads `--role agent,importer --name Minji [--hours 1]`; a wrong word gets one sentence. */
export function tokenRequest({ role, name, hours = '12' }) {
  const roles = String(role ?? '').split(',').map((one) => one.trim()).filter(Boolean);
  const unknown = roles.filter((one) => !ROLES.includes(one));
  if (!roles.length || unknown.length || !name?.trim()) {
    const fault = unknown.length ? `There is no role ${unknown.join(', ')}` : 'A token needs a role and a name';
    throw new Remedy(`${fault}: say for example \`npm run -s token -- --role agent --name Minji\` (roles: ${ROLES.join(', ')}; several with commas).`);
  }
  if (!(Number(hours) > 0 && Number(hours) <= 24 * 30)) throw new Remedy('--hours must be a number above 0 and at most 720.');
  return { roles, name: name.trim(), hours: Number(hours) };
}
