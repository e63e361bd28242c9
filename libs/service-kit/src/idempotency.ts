import { runWork, type Statement, type Work } from '#libs/messaging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { exchangeOf } from './auth/caller.js';
import type { Caller } from './auth/principal.js';
import { constraintOf, contextOf, sqlStateOf } from './pg-error.js';
import { RequestRefused } from './problem.js';

const KEPT_HOURS = 24;
const LOCK_NOT_AVAILABLE = '55P03';
const TAKEN = 'idempotency_key_pkey';

interface Claim {
  scope: string;
  key: string;
  hash: string;
}

interface StoredAnswer {
  request_hash: string;
  status: number;
  body: string | null;
}

/** How work that creates is run. What `lastly` answers must be stored with it; it keeps the status that the reply has by then. */
export type Creating<T> = (lastly: (answer: T) => readonly Statement[]) => Promise<T>;

/**
 * Runs work that creates something. When the client sent an Idempotency-Key, its answer is stored in the same transaction,
 * and a repetition gets that answer instead of a second thing. Without a key it costs nothing.
 */
export function createOnce<T>(db: DataSource, caller: Caller, fn: (work: Work) => Promise<T>): Promise<T> {
  return createOnceBy(db, caller, (lastly) => runWork(db, caller, fn, lastly));
}

/**
 * Like `createOnce`, for work that brings its own way to be run. `complete` adds to every answer, also a repeated one, what must not be stored: a
 * secret that can be derived again.
 */
export async function createOnceBy<T>(
  db: DataSource,
  caller: Caller,
  create: Creating<T>,
  complete: (body: T) => T | Promise<T> = (body) => body,
): Promise<T> {
  const exchange = exchangeOf(caller);
  const claim = exchange && caller.idempotencyKey !== undefined ? claimOf(caller, caller.idempotencyKey, exchange.request) : undefined;
  if (!exchange || !claim) return complete(await create(() => []));
  try {
    // Optimistic: most keys are new, so the row is only written, never looked for.
    return complete(await create((body) => [storing(claim, exchange.reply, body)]));
  } catch (error) {
    // Trying again would only wait for the same lock: the first request is still at work.
    if (hasWaitedForKey(error)) throw stillRunning();
    // Whatever went wrong the second time, the first answer counts.
    const stored = await storedAnswer(db, claim);
    if (stored) return replay(stored, claim, exchange.reply, complete);
    if (constraintOf(error) === TAKEN && (await forgetExpired(db, claim))) return createOnceBy(db, caller, create, complete);
    throw constraintOf(error) === TAKEN ? stillRunning() : error;
  }
}

/** Did the time run out while another request with this key had not ended? It may have run out for any other lock. */
function hasWaitedForKey(error: unknown): boolean {
  return sqlStateOf(error) === LOCK_NOT_AVAILABLE && contextOf(error)?.includes(TAKEN) === true;
}

function claimOf(caller: Caller, key: string, request: FastifyRequest): Claim {
  const path = request.url.split('?', 1)[0]!;
  const requestHash = hash('sha256', `${path}\n${JSON.stringify(request.body ?? null)}`, 'base64url');
  return { scope: `${caller.subject} ${request.method} ${request.routeOptions.url}`, key, hash: requestHash };
}

/** The statement that keeps the answer; it fails when another request with this key was first, and ours is rolled back. */
function storing({ scope, key, hash }: Claim, reply: FastifyReply, body: unknown): Statement {
  const serialise = reply.getSerializationFunction(String(reply.statusCode)) ?? JSON.stringify;
  return {
    name: 'service-kit-store-answer',
    text: `insert into idempotency_key (scope, key, request_hash, status, body)
      select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[])`,
    values: [[scope], [key], [hash], [reply.statusCode], [body === undefined ? null : serialise(body as Record<string, unknown>)]],
    perRow: true,
  };
}

/** Makes way for a new use of a key that is older than a day; true when there was one. */
async function forgetExpired(db: DataSource, { scope, key }: Claim): Promise<boolean> {
  const [, count]: [unknown[], number] = await db.query(
    `delete from idempotency_key where scope = $1 and key = $2 and created_at < now() - interval '${KEPT_HOURS} hours'`,
    [scope, key],
  );
  return count > 0;
}

async function storedAnswer(db: DataSource, { scope, key }: Claim): Promise<StoredAnswer | undefined> {
  const rows: StoredAnswer[] = await db.query(
    `select request_hash, status, body from idempotency_key where scope = $1 and key = $2 and created_at >= now() - interval '${KEPT_HOURS} hours'`,
    [scope, key],
  );
  return rows[0];
}

function replay<T>(
  { request_hash, status, body }: StoredAnswer,
  { hash }: Claim,
  reply: FastifyReply,
  complete: (body: T) => T | Promise<T>,
): T | Promise<T> {
  if (request_hash !== hash) {
    throw new RequestRefused(422, 'idempotency-key.reused', 'This Idempotency-Key was used for another request.', {
      remedy: 'Send a fresh key for every new request.',
    });
  }
  reply.code(status).header('idempotent-replayed', 'true');
  if (body === null) return undefined as T;
  // What is stored went through the schema of the route when it was made.
  reply.header('content-type', 'application/json; charset=utf-8').serializer(JSON.stringify);
  return complete(JSON.parse(body) as T);
}

function stillRunning(): RequestRefused {
  return new RequestRefused(409, 'idempotency-key.in-progress', 'The first request with this Idempotency-Key is still running.', {
    remedy: 'Repeat it in a few seconds.',
    headers: { 'retry-after': '2' },
  });
}

/** Forgets answers that are older than a day; returns how many. */
export async function forgetOldKeys(db: DataSource): Promise<number> {
  const [, count]: [unknown[], number] = await db.query(`delete from idempotency_key where created_at < now() - interval '${KEPT_HOURS} hours'`);
  return count;
}
