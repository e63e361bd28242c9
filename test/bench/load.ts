import { Pool } from 'undici';

/** One request of a run: what to send, and which answer is right. */
export interface LoadRequest {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

/** How long a run of load is on before it is counted, unless it says otherwise. */
export const WARM_UP_SECONDS = 6;

/** How much load, and for how long. */
export interface Load {
  connections: number;
  seconds: number;
  /** Before it is counted. */
  warmUpSeconds?: number;
}

/** What a run of load showed; times in milliseconds. */
export interface LoadResult {
  perSecond: number;
  p50: number;
  p99: number;
  /** Answers other than 2xx. */
  refused: number;
}

/** The value below which this share of the samples lies (nearest rank). */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle one of some figures; of an even number, the mean of the two in the middle. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** Sends a request and reads its JSON answer. */
export async function send(pool: Pool, { method, path, headers, body }: LoadRequest): Promise<Answer> {
  const answer = await pool.request({
    method,
    path,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  return { status: answer.statusCode, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

/**
 * Closed-loop load: `connections` clients repeat `once` one after the other for `seconds`, after a warm-up that is not counted.
 * `once` answers false when it was refused.
 */
export async function closedLoop(
  { connections, seconds, warmUpSeconds = WARM_UP_SECONDS }: Load,
  once: (n: number) => Promise<boolean>,
): Promise<LoadResult> {
  const begin = Date.now() + warmUpSeconds * 1_000;
  const end = begin + seconds * 1_000;
  const samples: number[] = [];
  let refused = 0;
  let n = 0;
  const client = async (): Promise<void> => {
    while (Date.now() < end) {
      const at = performance.now();
      const ok = await once(n++);
      const now = Date.now();
      if (now < begin || now >= end) continue;
      samples.push(performance.now() - at);
      if (!ok) refused += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  return { perSecond: (samples.length - refused) / seconds, p50: percentile(samples, 0.5), p99: percentile(samples, 0.99), refused };
}

/** Repeats a request while what it is about is not there yet: a complaint that the loop has not assigned. */
export async function whenFound(request: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await request();
    if (answer.status !== 404) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
