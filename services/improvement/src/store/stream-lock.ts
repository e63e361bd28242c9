import type { EntityManager, QueryRunner } from 'typeorm';
import { prepared } from './prepared.js';

const STREAM = 'improvement.stream';

/** A transaction in front of us may hold hundreds of events: waiting is right, giving up would park events for nothing. */
const WAIT_MS = 9_000;

// Every transaction has its own query runner: what it holds, it holds until it ends.
const holding = new WeakSet<QueryRunner>();

/**
 * Lets one transaction at a time count: taken before anything else is read or written.
 * A slice holds the rows of many causes in the order in which complaints closed; two slices at once would lock each other
 * out (a deadlock costs Postgres a second to notice), and complaints heard on two topics at once would be counted twice.
 */
export async function lockStream(tx: EntityManager): Promise<void> {
  if (tx.queryRunner && holding.has(tx.queryRunner)) return;
  const lock = `select set_config('lock_timeout', '${WAIT_MS}', true), pg_advisory_xact_lock(hashtextextended(current_schema() || $1, 0))`;
  await prepared(tx, 'lock-stream', lock, [STREAM]);
  if (tx.queryRunner) holding.add(tx.queryRunner);
}
