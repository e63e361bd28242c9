import {
  ComplaintClosed,
  ComplaintRegistered,
  ComplaintReopened,
  ComplaintWithdrawn,
  MessageSent,
  ResolutionAccepted,
  ResolutionProposed,
} from '#libs/contracts';
import { chanceOf } from '../story/chance.js';
import type { Answer, Ask, Door } from './door.js';
import type { History } from './history.js';

/** What becomes of a complaint, decided before it is told. */
export interface Fate {
  order: string;
  product: string;
  cause: string;
  writes: boolean;
  accepts: boolean;
  ending: 'withdrawn' | 'closed' | 'reopened' | 'left';
}

/** A product that no agent is skilled for: its complaints wait until somebody takes them. */
export const RARE = 'rare';
export const TAKER = 'taker';

/** The fate of the n-th complaint: the same for the same seed. */
export function fateOf(seed: string, n: number): Fate {
  const chance = chanceOf(`${seed} customer ${n}`);
  return {
    order: `order-${n}`,
    product: chance.of(['delivery', 'app', 'membership', RARE]),
    cause: `cause-${chance.between(1, 8)}`,
    writes: chance.happens(0.3),
    accepts: chance.happens(0.5),
    ending: chance.weighted([
      ['withdrawn', 15],
      ['closed', 55],
      ['reopened', 15],
      ['left', 15],
    ] as const),
  };
}

// So long ago that it has happened also by a service's clock that is an hour slow.
const LONG_AGO_MS = 2 * 3_600_000;

type Accepted = History['accepted'][number];

/** The desk at which complaints are handled: who may do what, and what was promised so far. */
export interface Desk {
  door: Door;
  /** Authorization of somebody who may do everything, and of the agent who takes from the queue. */
  staff: string;
  taker: string;
  accepted: Accepted[];
  /** Answers that should have been impossible. */
  refused: string[];
}

/** One complaint from the first word to its fate; answers its id. */
export async function live(fate: Fate, desk: Desk): Promise<string> {
  const { order, product, cause, writes, accepts, ending } = fate;
  const told = {
    channel: 'app',
    text: 'The soup was cold.',
    product,
    category: 'quality',
    orderNumber: order,
    occurredAt: new Date(Date.now() - LONG_AGO_MS),
  };
  const registered = await step(desk, { what: 'register', order, service: 'intake', type: ComplaintRegistered.wireType }, '', {
    path: '/v1/complaints',
    body: { ...told, occurredAt: told.occurredAt.toISOString(), customer: { email: `${order}@example.org` } },
  });
  const id = registered.body.complaintId as string;
  if (ending === 'withdrawn') return withdraw(fate, desk, id);
  if (product === RARE) await take(fate, desk, id);
  const handle = (what: string, { wireType }: { wireType: string }, body: unknown, cycle = 1): Promise<Answer> =>
    step(desk, { what: `${what} ${cycle}`, order, service: 'resolution', type: wireType }, id, {
      path: `/v1/resolutions/${id}/${what}`,
      body,
      notYet: [404],
    });

  if (writes) await handle('messages', MessageSent, { text: 'We are looking at it.' });
  if (ending === 'left') return id;
  await decide(handle, accepts, cause, 1);
  if (ending !== 'reopened') return id;
  await handle('reopening', ComplaintReopened, { reason: 'It was cold again.' });
  await decide(handle, accepts, `${cause}-again`, 2);
  return id;
}

/** The customer takes it back; a repetition finds it withdrawn already. */
export async function withdraw({ order }: Fate, desk: Desk, id: string): Promise<string> {
  const request = { path: `/v1/complaints/${id}/withdrawal`, body: { understood: true } };
  await step(desk, { what: 'withdraw', order, service: 'intake', type: ComplaintWithdrawn.wireType }, id, request);
  return id;
}

type Handle = (what: string, contract: { wireType: string }, body: unknown, cycle: number) => Promise<Answer>;

async function decide(handle: Handle, accepts: boolean, causeCode: string, cycle: number): Promise<void> {
  await handle('proposals', ResolutionProposed, { decision: 'upheld', reasons: 'It came cold.', redress: [{ kind: 'apology' }] }, cycle);
  if (accepts) await handle('acceptance', ResolutionAccepted, {}, cycle);
  await handle('closure', ComplaintClosed, { causeCode }, cycle);
}

async function take({ order }: Fate, { door, taker, refused }: Desk, id: string): Promise<void> {
  const answer = await door.ask({ method: 'POST', path: `/v1/assignments/${id}/take`, headers: { authorization: taker }, notYet: [404] });
  if (answer.status >= 300) refused.push(`take of ${order}: ${answer.status} ${answer.body?.code}`);
}

interface Step {
  what: string;
  order: string;
  service: string;
  type: string;
}

async function step(
  { door, staff, accepted, refused }: Desk,
  { what, order, service, type }: Step,
  id: string,
  ask: Omit<Ask, 'method'>,
): Promise<Answer> {
  const request = `${what} of ${order}`;
  const headers = { authorization: staff, 'idempotency-key': request.replaceAll(' ', '-') };
  const answer = await door.ask({ ...ask, method: 'POST', headers });
  // A change without a stored answer is refused the second time because it is done.
  const isDone = answer.status < 300 || (answer.status === 409 && answer.sendings > 1 && what === 'withdraw');
  if (isDone) accepted.push({ request, service, type, key: id === '' ? (answer.body.complaintId as string) : id });
  else refused.push(`${request}: ${answer.status} ${answer.body?.code}`);
  if (!isDone) throw new Refused(request);
  return answer;
}

/** The loop said no where it had to say yes. */
export class Refused extends Error {}
