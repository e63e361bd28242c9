import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

/** A request that may be sent as often as need be. */
export interface Ask {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** Answers that only mean "not yet": nobody is responsible, or the state has not arrived. */
  notYet?: readonly number[];
}

export interface Answer {
  status: number;
  // Whoever asks knows what is answered.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
  /** Above 1 an earlier sending may have been done although its answer was lost. */
  sendings: number;
}

/** The run is over before the answer came. */
export class GaveUp extends Error {}

const AGAIN = new Set([429, 500, 502, 503, 504]);
const BUSY = new Set(['idempotency-key.in-progress', 'state.busy']);

/** The public API as a stubborn client sees it: it repeats until it is told something definite. */
export class Door {
  private readonly pool: Pool;
  private isClosed = false;
  requests = 0;
  repeated = 0;

  constructor(url: string) {
    this.pool = new Pool(url, { connections: 128, headersTimeout: 20_000, bodyTimeout: 20_000 });
  }

  async ask(request: Ask): Promise<Answer> {
    this.requests += 1;
    for (let sendings = 1; !this.isClosed; sendings += 1) {
      const answer = await this.once(request).catch(() => undefined);
      if (answer && !isAgain(request, answer)) return { ...answer, sendings };
      this.repeated += 1;
      await sleep(50 * 2 ** Math.min(sendings, 5));
    }
    throw new GaveUp(`${request.method} ${request.path}`);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.pool.destroy();
  }

  private async once({ method, path, headers, body }: Ask): Promise<Omit<Answer, 'sendings'>> {
    const answer = await this.pool.request({
      method,
      path,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }
}

function isAgain({ notYet = [] }: Ask, { status, body }: Omit<Answer, 'sendings'>): boolean {
  return AGAIN.has(status) || notYet.includes(status) || (status === 409 && BUSY.has((body as { code?: string } | undefined)?.code ?? ''));
}
