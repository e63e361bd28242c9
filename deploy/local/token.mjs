import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { REPOSITORY } from './places.mjs';
import { Remedy } from './say.mjs';

/** The roles a person or a program may have; a customer has a tracking token instead. */
export const ROLES = ['agent', 'supervisor', 'engineer', 'leader', 'importer', 'admin'];

/** A token of the development issuer, never accepted where that issuer is not switched on; made by the code that the services trust. */
export async function developmentToken({ secret, roles, name, audience, hours }) {
  const { signDevelopmentToken } = await import(pathToFileURL(path.join(REPOSITORY, 'dist/libs/service-kit/src/auth/sign.js')).href);
  return signDevelopmentToken({ roles, name, audience, expiresIn: `${hours}h` }, secret);
}

/** Reads `--role agent,importer --name Minji [--hours 1]`; a wrong word gets one sentence. */
export function tokenRequest({ role, name, hours = '12' }) {
  const roles = String(role ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  const unknown = roles.filter((one) => !ROLES.includes(one));
  if (!roles.length || unknown.length || !name?.trim()) {
    const fault = unknown.length ? `There is no role ${unknown.join(', ')}` : 'A token needs a role and a name';
    throw new Remedy(
      `${fault}: say for example \`npm run -s token -- --role agent --name Minji\` (roles: ${ROLES.join(', ')}; several with commas).`,
    );
  }
  if (!(Number(hours) > 0 && Number(hours) <= 720)) throw new Remedy('--hours must be a number above 0 and at most 720.');
  return { roles, name: name.trim(), hours: Number(hours) };
}
