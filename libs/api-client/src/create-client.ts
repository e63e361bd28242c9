import { ApiProblem } from './api-problem.js';
import { OPERATIONS, type Api, type ProblemDetails } from './generated/operations.js';

export interface ClientOptions {
  /** A bearer token of staff. */
  token?: string;
  /** What the customer got when the complaint was registered. */
  trackingToken?: string;
  /** The most that one request may take. */
  timeoutMs?: number;
}

interface Call {
  path?: Record<string, string>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A typed client of the gateway: `createClient(url, { token }).complaints.register({ body })`. Refusals are thrown as `ApiProblem`. */
export function createClient(baseUrl: string, options: ClientOptions = {}): Api {
  const groups = Object.entries(OPERATIONS).map(([group, operations]) => [
    group,
    Object.fromEntries(
      Object.entries(operations as Record<string, readonly [string, string]>).map(([name, [method, template]]) => [
        name,
        (call?: Call) => send(baseUrl, method, template, call ?? {}, options),
      ]),
    ),
  ]);
  return Object.fromEntries(groups) as Api;
}

async function send(baseUrl: string, method: string, template: string, call: Call, options: ClientOptions): Promise<unknown> {
  const response = await fetch(addressOf(baseUrl, template, call), {
    method,
    headers: headersOf(call, options),
    signal: AbortSignal.timeout(options.timeoutMs ?? 30_000),
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  if (response.ok) return isJson && text !== '' ? JSON.parse(text) : undefined;
  const retryAfter = Number(response.headers.get('retry-after') ?? NaN);
  throw new ApiProblem(
    isJson ? (JSON.parse(text) as ProblemDetails) : strangerSays(response.status, text),
    Number.isNaN(retryAfter) ? undefined : retryAfter,
  );
}

function addressOf(baseUrl: string, template: string, { path = {}, query = {} }: Call): URL {
  const url = new URL(
    template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name]!)),
    baseUrl,
  );
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}

function headersOf({ body, headers }: Call, { token, trackingToken }: ClientOptions): Record<string, string> {
  return {
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(trackingToken === undefined ? {} : { 'tracking-token': trackingToken }),
    ...headers,
  };
}

// A proxy on the way answers in its own words.
function strangerSays(status: number, detail: string): ProblemDetails {
  return { type: 'about:blank', title: 'The request failed', status, detail: detail.slice(0, 500), code: `http.${status}`, traceId: '' };
}
