import type { DataSource, QueryRunner } from 'typeorm';

/** A statement that is planned once per connection, by its name. */
export interface Statement {
  name: string;
  text: string;
  values: unknown[];
  /** Every value is an array with one entry per row: statements of this name can be sent as one. */
  perRow?: boolean;
}

/**
 * An array as a parameter, for ids and numbers only: pg itself looks at every character of every element, because others may need
 * quotes.
 */
export function plainArray(elements: readonly (string | number)[]): string {
  return `{${elements.join(',')}}`;
}

// JSON writes these otherwise than Postgres reads them.
// oxlint-disable-next-line no-control-regex
const NEEDS_CARE = /[\0-\x1f\ud800-\udfff]/;

/** An array of texts as a parameter: JSON and Postgres quote most texts alike, and JSON does it five times as fast as pg. */
export function textArray(texts: readonly string[]): string | readonly string[] {
  return texts.some((text) => NEEDS_CARE.test(text)) ? texts : `{${JSON.stringify(texts).slice(1, -1)}}`;
}

/** Statements of the same name that say `perRow` become one with all their rows; the others stay as they are. */
export function mergeStatements(statements: readonly Statement[]): Statement[] {
  const merged = new Map<string, { statement: Statement; columns: unknown[][] }>();
  const rest: Statement[] = [];
  for (const statement of statements) {
    if (!statement.perRow) {
      rest.push(statement);
      continue;
    }
    const values = statement.values as unknown[][];
    const known = merged.get(statement.name);
    if (known) known.columns.forEach((column, i) => column.push(...values[i]!));
    else merged.set(statement.name, { statement, columns: values.map((rows) => [...rows]) });
  }
  for (const { statement, columns } of merged.values()) rest.push({ ...statement, values: columns.map(asParameter) });
  return rest;
}

function asParameter(column: unknown[]): unknown {
  return column.every((value) => typeof value === 'string') ? textArray(column) : column;
}

/** The part of pg's client that is used here, past TypeORM. */
export interface PgClient {
  query(statement: string | Statement): Promise<{ rows: never[]; command: string }>;
  /** pg-internal; corking it lets several statements travel in one packet. */
  connection?: { stream?: { cork(): void; uncork(): void } };
}

/** The pg client behind a query runner; what it is told in one turn of the event loop travels in one packet. */
export async function clientOf(runner: QueryRunner): Promise<PgClient> {
  const client = (await runner.connect()) as PgClient;
  if (!sending.has(client)) gather(client);
  return client;
}

/** Sends at once what a client was told in this turn. */
const sending = new WeakMap<PgClient, () => void>();
const firstErrors = new WeakMap<PgClient, unknown>();

/** A packet costs both sides more than a small statement does: connections are in pg's pipeline mode, so statements need not wait. */
function gather(client: PgClient): void {
  const stream = client.connection?.stream;
  const query = client.query.bind(client) as (...words: unknown[]) => unknown;
  let isCorked = false;
  const send = (): void => {
    if (isCorked) stream?.uncork();
    isCorked = false;
  };
  sending.set(client, send);
  client.query = ((...words: unknown[]) => {
    if (stream && !isCorked) {
      isCorked = true;
      stream.cork();
      setImmediate(send);
    }
    const answer = query(...words);
    if (answer instanceof Promise) answer.catch((error: unknown) => void (firstErrors.has(client) || firstErrors.set(client, error)));
    return answer;
  }) as PgClient['query'];
}

/**
 * What made a transaction fail. Statements travel together, and whoever awaits one of the later ones may hear sooner that the
 * transaction is aborted (25P02) than why.
 */
function whyItFailed(client: PgClient, error: unknown): unknown {
  return (error as { code?: unknown } | undefined)?.code === '25P02' ? (firstErrors.get(client) ?? error) : error;
}

/** What `inTransaction` commits: a result, and the statements that belong at the very end. */
export interface Committing<T> {
  result: T;
  last: readonly Statement[];
}

/**
 * Runs `fn` in one transaction. BEGIN travels with its first statement, and the last statements travel with COMMIT: two
 * journeys to the database instead of five for a short one, and one when `fn` asks nothing (connections are in pg's pipeline
 * mode). When any statement fails the database answers COMMIT with a rollback, and the first error is thrown.
 */
export async function inTransaction<T>(db: DataSource, fn: (runner: QueryRunner) => Promise<Committing<T>>): Promise<T> {
  const runner = db.createQueryRunner();
  try {
    const client = await clientOf(runner);
    firstErrors.delete(client);
    const began = client.query('begin');
    began.catch(() => undefined); // awaited later; must not count as unhandled meanwhile
    const flag = runner as { isTransactionActive: boolean };
    flag.isTransactionActive = true; // TypeORM must not open its own inside
    try {
      const { result, last } = await fn(runner);
      await commit(client, began, last);
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => undefined); // the first error tells more
      throw whyItFailed(client, error);
    } finally {
      flag.isTransactionActive = false;
    }
  } finally {
    await runner.release();
  }
}

/** BEGIN is not waited for: it fails when its connection is gone or in an aborted transaction, and then all that follows it fails as well. */
async function commit(client: PgClient, began: Promise<unknown>, last: readonly Statement[]): Promise<void> {
  const told = [...last, 'commit'].map((statement) => client.query(statement));
  sending.get(client)?.(); // what this process does next must not hold up the database
  const answers = await Promise.allSettled([began, ...told]);
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (failed) throw failed.reason;
  const committed = answers.at(-1);
  if (committed?.status === 'fulfilled' && (committed.value as { command?: string }).command !== 'COMMIT')
    throw new Error('the transaction was rolled back by the database');
}
