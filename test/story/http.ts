import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

/** One request to the loop; a repetition of it never does anything twice. */
export interface Call {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface Answer {
  status: number;
  body: any;
  /** How often it was sent: above 1 an earlier sending may have been done although its answer was lost. */
  sendings: number;
  /** The loop repeated the answer that it gave to this Idempotency-Key before. */
  isReplayed: boolean;
}

export type Send = (call: Call) => Promise<Answer>;

const REPEATED = new Set([429, 502, 503, 504]);
const IN_PROGRESS = new Set(['idempotency-key.in-progress', 'state.busy']);
const FIRST_PAUSE_MS = 40;
const LONGEST_PAUSE_MS = 2_000;
const GIVE_UP_AFTER_MS = 180_000;
const ANSWER_WITHIN_MS = 30_000;

/** The loop cannot be reached any more, or answers what it never should. */
export class LoopUnreachable extends Error {}

/** Opens connections to a loop; whatever fails on the way is sent again, for minutes if need be, until services are back. */
export function connect(url: string, connections: number): { send: Send; close: () => Promise<void> } {
  const pool = new Pool(new URL(url).origin, { connections, pipelining: 1, headersTimeout: ANSWER_WITHIN_MS, bodyTimeout: ANSWER_WITHIN_MS });
  const send: Send = async (call) => {
    const givesUpAt = Date.now() + GIVE_UP_AFTER_MS;
    for (let sendings = 1, pause = FIRST_PAUSE_MS; ; sendings += 1, pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const answer = await sendOnce(pool, call).catch((error: Error) => error);
      if (!(answer instanceof Error) && !isRepeated(answer)) return { ...answer, sendings };
      // A telling that failed has closed the door: what it still had under way must not keep knocking.
      if (pool.closed) throw new LoopUnreachable(`${call.method} ${call.path} was given up: the telling is over.`);
      if (Date.now() > givesUpAt) throw new LoopUnreachable(`${call.method} ${call.path} had no good answer for three minutes: ${reasonOf(answer)}.`);
      const asked = answer instanceof Error ? undefined : answer.retryAfter;
      await sleep(asked === undefined ? pause : Math.min(asked * 1_000, 5_000));
    }
  };
  return { send, close: () => pool.close() };
}

async function sendOnce(pool: Pool, { method, path, headers, body }: Call) {
  const response = await pool.request({
    method,
    path,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.body.text();
  const seconds = Number(response.headers['retry-after']);
  const isReplayed = response.headers['idempotent-replayed'] === 'true';
  return { status: response.statusCode, body: parsed(text), isReplayed, retryAfter: seconds > 0 ? seconds : undefined };
}

function isRepeated({ status, body }: { status: number; body: any }): boolean {
  return REPEATED.has(status) || (status === 409 && IN_PROGRESS.has(body?.code));
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return { detail: text.slice(0, 200) };
  }
}

function reasonOf(answer: Error | { status: number; body: any }): string {
  return answer instanceof Error ? answer.message || answer.name : `${answer.status} ${answer.body?.code ?? ''} ${answer.body?.detail ?? ''}`.trim();
}
