import type { DataSource, QueryRunner } from 'typeorm';
import { withDeadline } from './deadline.js';
import type { PgClient, Statement } from './transaction.js';

export interface Notification {
  channel: string;
  payload?: string;
}

interface ListeningClient extends PgClient {
  on(event: 'notification', listener: (notification: Notification) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  end(): Promise<void>;
}

interface Pinned {
  runner: QueryRunner;
  client: Promise<ListeningClient>;
  isOpen: boolean;
}

export interface PinnedOptions {
  /** What a new connection is told first. */
  begin: readonly string[];
  /** What it is told last. */
  end: string;
  answerWithinMs: number;
  heard: (notification: Notification) => void;
  /** A connection that stood is gone, and what it held with it. */
  lost: (error: unknown) => void;
}

// Five characters, of which one at least is a digit: EPIPE is none.
const SQLSTATE = /^(?=.*\d)[0-9A-Z]{5}$/;

/** A connection that a process keeps for itself, for what hangs on a session: locks and LISTEN. It is made when it is needed, and again when it breaks. */
export class PinnedConnection {
  private current: Pinned | undefined;
  private isClosed = false;

  constructor(
    private readonly db: DataSource,
    private readonly options: PinnedOptions,
  ) {}

  /** Runs a statement that is a transaction of its own; answers its rows. Rejects when there is no connection or no answer in time. */
  async query<Row>(statement: Statement | string): Promise<Row[]> {
    if (this.isClosed) throw new Error('the connection is closed');
    const pinned = (this.current ??= this.pin());
    const client = await pinned.client;
    try {
      return (await this.answerOf<Row>(client, statement)).rows;
    } catch (error) {
      // An SQLSTATE is an answer; without one the connection is no use any more.
      if (!SQLSTATE.test((error as { code?: string }).code ?? '')) this.lose(pinned, error);
      throw error;
    }
  }

  /** Lets it end what it was told before, and then goes without it. */
  async close(): Promise<void> {
    this.isClosed = true;
    const pinned = this.current;
    this.current = undefined;
    if (!pinned) return;
    await pinned.client.then((client) => this.answerOf(client, this.options.end)).catch(() => undefined); // with a dead one all that it held is gone
    await giveUp(pinned);
  }

  private pin(): Pinned {
    const runner = this.db.createQueryRunner();
    const pinned: Pinned = { runner, client: this.connect(runner, (error) => this.lose(pinned, error)), isOpen: false };
    pinned.client.then(
      () => (pinned.isOpen = true),
      (error: unknown) => this.lose(pinned, error),
    );
    return pinned;
  }

  private async connect(runner: QueryRunner, broken: (error: unknown) => void): Promise<ListeningClient> {
    const client = (await runner.connect()) as ListeningClient;
    client.on('notification', this.options.heard);
    client.on('error', broken);
    try {
      for (const statement of this.options.begin) await this.answerOf(client, statement);
      return client;
    } catch (error) {
      leave(client);
      throw error;
    }
  }

  private answerOf<Row>(client: ListeningClient, statement: Statement | string): Promise<{ rows: Row[] }> {
    return withDeadline(client.query(statement), this.options.answerWithinMs, 'no answer from the database');
  }

  /** Only the connection that is in use can be lost: an older one may still complain. */
  private lose(pinned: Pinned, error: unknown): void {
    if (this.current !== pinned) return;
    this.current = undefined;
    void giveUp(pinned);
    if (pinned.isOpen) this.options.lost(error);
  }
}

/** Ends it before it goes back: the pool would lend a frozen connection, or its locks, to somebody else. */
async function giveUp({ runner, client }: Pinned): Promise<void> {
  await client.then(leave).catch(() => undefined); // it never stood
  await runner.release().catch(() => undefined); // it is gone already
}

function leave(client: ListeningClient): void {
  void client.end().catch(() => undefined); // it may be gone already
}
