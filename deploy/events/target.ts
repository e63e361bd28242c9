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
  log?: { events?: string; brokers?: string };
}

interface Problem {
  detail?: string;
  remedy?: string;
  code?: string;
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
    const { name, cause } = error as { name: string; cause?: { code?: string } };
    throw new Sentence(
      `${new URL(url).origin} does not answer (${cause?.code ?? name}): start it with \`npm start\`, or name another with --url and --token.`,
    );
  }
  const answer = (await response.json().catch(() => ({}))) as T & Problem;
  if (response.ok) return answer;
  const detail = (answer.detail ?? `It answered ${response.status}`).replace(/[^.]$/, '$&.');
  throw new Sentence([detail, answer.remedy].filter(Boolean).join(' '));
}
