import type { BrokerAccess } from '#libs/messaging';
import { Sentence, type ServiceName } from './words.js';

/** The installation that is asked. */
export interface Target {
  /** The address of the gateway. */
  url: string;
  /** A token with the role admin. */
  token: string;
  /** The services' own databases, where they can be reached from here; needed to replay. */
  databaseUrls?: Partial<Record<ServiceName, string>>;
  /** The log that the services use, as their environment says it. */
  log?: { events?: string; brokers?: string; access?: BrokerAccess };
}

interface Problem {
  detail?: string;
  remedy?: string;
  code?: string;
  errors?: { pointer: string; detail: string }[];
}

/** Asks a service through the gateway; what it refuses becomes a sentence. */
export async function ask<T>({ url, token }: Target, method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
  } catch (error) {
    const { name, cause } = error as { name: string; cause?: { code?: string; message?: string } };
    throw new Sentence(
      `${new URL(url).origin} does not answer (${cause?.code ?? cause?.message ?? name}): start it with \`npm start\`, or name another with --url and --token.`,
    );
  }
  const answer = (await response.json().catch(() => ({}))) as T & Problem;
  if (response.ok) return answer;
  throw new Sentence(sentenceOf(answer, response.status, path));
}

function sentenceOf({ detail, remedy, errors = [] }: Problem, status: number, path: string): string {
  const [, , , service, what, id] = path.split('/');
  if (status === 404 && id) return `${service} has no ${what} event ${id}: it went on or was given up meanwhile, or never was.`;
  if (status === 401) return 'The token is not accepted: give one of somebody with the role admin, or none for the loop of `npm start`.';
  if (errors.length > 0) return errors.map((one) => `--${one.pointer.slice(1)}: ${ended(one.detail)}`).join(' ');
  return [ended(detail ?? `It answered ${status}`), remedy].filter(Boolean).join(' ');
}

const ended = (text: string): string => text.replace(/[^.]$/, '$&.');
