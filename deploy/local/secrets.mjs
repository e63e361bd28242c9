import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Remedy } from './say.mjs';

// What the services ask of a secret that signs.
const SHORTEST = 32;

/** The one secret of a data folder, made at the first start and readable by its owner only. */
function masterSecret(dataDir) {
  const file = path.join(dataDir, 'secrets.json');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `${JSON.stringify({ secret: randomBytes(32).toString('base64url') }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  }
  chmodSync(file, 0o600);
  const { secret } = read(file);
  if (secret) return secret;
  throw new Remedy(`${file} is damaged: restore it, or remove the whole folder ${dataDir} to begin anew.`);
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** A password or key for one purpose: always the same for the same folder, and no purpose reveals another. */
function deriveSecret(secret, purpose) {
  return createHmac('sha256', secret).update(purpose).digest('base64url');
}

/** The secrets of a loop by their purpose. Tokens may be signed with one that the person chose, so that they are good elsewhere, too. */
export function loopSecrets(dataDir, { AUTH_DEVELOPMENT_SECRET: chosen } = process.env) {
  if (chosen && chosen.length < SHORTEST)
    throw new Remedy(`AUTH_DEVELOPMENT_SECRET needs at least ${SHORTEST} characters: \`openssl rand -hex 24\` makes one, or leave it away.`);
  const secret = masterSecret(dataDir);
  return {
    postgres: deriveSecret(secret, 'postgres'),
    token: chosen || deriveSecret(secret, 'development-token'),
    tracking: deriveSecret(secret, 'tracking'),
    cursor: deriveSecret(secret, 'cursor'),
    password: (service) => deriveSecret(secret, `database ${service}`),
  };
}
