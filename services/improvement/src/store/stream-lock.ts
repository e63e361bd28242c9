import type { EntityManager } from 'typeorm';
import { prepared } from './prepared.js';

const STREAM = 'improvement.stream';

/**
 * Lets one transaction at a time count: taken before anything else is read or written.
 * A slice holds the rows of many causes in the order in which complaints closed; two slices at once would lock each other
 * out (a deadlock costs Postgres a second to notice), and complaints heard on two topics at once would be counted twice.
 */
export async function lockStream(tx: EntityManager): Promise<void> {
  await prepared(tx, 'lock-stream', 'select pg_advisory_xact_lock(hashtextextended(current_schema() || $1, 0))', [STREAM]);
}
