import { createHash } from 'node:crypto';
import type { Day } from './calendar.js';
import type { Answer, Call, Send } from './http.js';
import type { ResolutionState } from './progress-of-handling.js';
import type { Told } from './story-complaint.js';
import type { Person } from './tokens.js';

/** Who acts, at which moment of the past, and under which key a repetition is known. */
export interface Act {
  as: Person;
  at?: Date;
  key?: string;
}

export interface Registered {
  complaintId: string;
  reference: string;
  trackingToken: string;
  status: string;
}

/** Where all complaints stand, as the loop counts them. */
export interface Counts {
  received: number;
  open: number;
  closed: number;
  withdrawn: number;
  causesRecorded: number;
}

/** The loop refused something that the story expected to be possible. */
export class Refused extends Error {
  constructor(
    call: Pick<Call, 'method' | 'path'>,
    readonly answer: Answer,
  ) {
    super(`${call.method} ${call.path} was refused with ${answer.status} ${answer.body?.code ?? ''}: ${answer.body?.detail ?? 'no reason given'}`);
  }
}

export type Api = ReturnType<typeof apiOf>;

/** The public API in the words of the story. Every call is one HTTP request, so that batches can take their place here. */
export function apiOf(send: Send, tokenOf: (person: Person) => Promise<string>) {
  const request = async (method: Call['method'], path: string, { as, at, key }: Act, body?: unknown): Promise<Answer> => {
    const headers: Record<string, string> = { authorization: `Bearer ${await tokenOf(as)}` };
    if (at) headers['effective-at'] = at.toISOString();
    if (key) headers['idempotency-key'] = keyFor(key, body);
    return send({ method, path, headers, body });
  };
  const mustBe = (call: Pick<Call, 'method' | 'path'>, answer: Answer): any => {
    if (answer.status >= 300) throw new Refused(call, answer);
    return answer.body;
  };
  const get = async (path: string, as: Person) => mustBe({ method: 'GET', path }, await request('GET', path, { as }));
  const post = async (path: string, act: Act, body?: unknown) => mustBe({ method: 'POST', path }, await request('POST', path, act, body));
  const all = async (path: string, as: Person) => {
    const items: any[] = [];
    for (let cursor: string | null = null; ;) {
      const page = await get(`${path}?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, as);
      items.push(...page.items);
      cursor = page.nextCursor;
      if (!cursor) return items;
    }
  };

  return {
    all,
    get,
    post,
    /** Registers what a customer told; `isNew` is false when the loop knew this message of this channel already. */
    async register(told: Told & { occurredAt: string }, act: Act): Promise<Registered & { isNew: boolean }> {
      const answer = await request('POST', '/v1/complaints', act, told);
      return { ...mustBe({ method: 'POST', path: '/v1/complaints' }, answer), isNew: answer.status === 201 && !answer.isReplayed };
    },
    /** How handling stands; undefined while nobody is responsible yet. */
    async resolution(complaintId: string, as: Person): Promise<ResolutionState | undefined> {
      const path = `/v1/resolutions/${complaintId}`;
      const answer = await request('GET', path, { as });
      return answer.status === 404 ? undefined : mustBe({ method: 'GET', path }, answer);
    },
    /** One deed of handling; the answer tells whether it was possible. */
    handle(complaintId: string, deed: string, act: Act, body: unknown): Promise<Answer> {
      return request('POST', `/v1/resolutions/${complaintId}/${deed}`, act, body);
    },
    withdraw(complaintId: string, act: Act): Promise<Answer> {
      return request('POST', `/v1/complaints/${complaintId}/withdrawal`, act, { understood: true });
    },
    /** The status page, as the customer opens it without an account. */
    async statusPage(trackingToken: string): Promise<any> {
      return mustBe(
        { method: 'GET', path: '/v1/tracking' },
        await send({ method: 'GET', path: '/v1/tracking', headers: { 'tracking-token': trackingToken } }),
      );
    },
    counts: (as: Person): Promise<Counts> => get('/v1/metrics?only=counts', as),
    review: (asOf: Day, as: Person) => post('/v1/reviews', { as }, { asOf }),
  };
}

/** A key that also depends on what is sent: a story that is told otherwise must not get the answers of the former one. */
function keyFor(key: string, body: unknown): string {
  const content = createHash('sha256')
    .update(JSON.stringify(body ?? null))
    .digest('base64url')
    .slice(0, 12);
  return `story.${encodeURIComponent(key)}.${content}`;
}
