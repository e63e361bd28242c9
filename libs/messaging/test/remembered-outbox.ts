import type { OutboxQueue, Queue } from '../src/outbox-queue.js';
import type { OpenTransactions } from '../src/low-water.js';
import type { StoredOutboxRow } from '../src/outbox.js';

interface Open {
  xid: number;
  key: string;
  row: StoredOutboxRow;
}

type ParkedRow = StoredOutboxRow & { state: 'refused' | 'behind' | 'due' };

/** An outbox in memory with the rules of the real one; every call is one statement and waits for its turn. */
export class RememberedOutbox implements OutboxQueue {
  rows: StoredOutboxRow[] = [];
  aside: ParkedRow[] = [];
  private open: Open[] = [];
  private seq = 0;
  private xid = 10;
  private readonly heads = new Map<string, number>();

  constructor(
    private readonly partOf: (key: string) => number,
    private readonly turn: (name: string) => Promise<void> = () => Promise.resolve(),
  ) {}

  /** Numbers a row of the key in a transaction that commits later; undefined while another one holds the key. */
  begin(key: string): (() => void) | undefined {
    if (this.open.some((other) => other.key === key)) return undefined;
    const sequence = (this.heads.get(key) ?? 0) + 1;
    const row = { relay_part: this.partOf(key), seq: ++this.seq, topic: 't', key, sequence, headers: { ce_id: `${key}${sequence}` }, payload: '' };
    const transaction = { xid: this.xid++, key, row };
    this.open.push(transaction);
    return () => {
      this.open = this.open.filter((other) => other !== transaction);
      this.heads.set(key, sequence);
      this.rows.push(row);
    };
  }

  async read(parts: readonly number[], limit: number, after: readonly number[]): Promise<StoredOutboxRow[]> {
    await this.turn('read');
    return parts.flatMap((part, i) =>
      this.rows
        .filter((row) => row.relay_part === part && Number(row.seq) > after[i]!)
        .sort((a, b) => Number(a.seq) - Number(b.seq))
        .slice(0, limit)
        .map((row) => ({ ...row, is_behind: this.aside.some(({ key }) => key === row.key) })),
    );
  }

  async remove(rows: readonly StoredOutboxRow[]): Promise<void> {
    await this.turn('remove');
    this.rows = this.rows.filter((row) => !rows.some(({ seq }) => seq === row.seq));
  }

  async park(row: StoredOutboxRow): Promise<void> {
    await this.turn('park');
    this.moveAside(({ key, sequence }) => key === row.key && Number(sequence) >= Number(row.sequence), row);
  }

  async parkBehind(keys: readonly string[]): Promise<void> {
    await this.turn('park behind');
    this.moveAside(({ key }) => keys.includes(key) && this.aside.some((row) => row.key === key));
  }

  async readDue(parts: readonly number[], limit: number): Promise<StoredOutboxRow[]> {
    await this.turn('read due');
    return this.aside
      .filter((row) => parts.includes(row.relay_part) && row.state !== 'refused')
      .filter((row) => !this.aside.some((other) => other.key === row.key && Number(other.sequence) < Number(row.sequence)))
      .slice(0, limit);
  }

  readonly parked: Queue = {
    remove: async (rows) => {
      await this.turn('remove parked');
      this.aside = this.aside.filter((row) => !rows.some(({ key, sequence }) => key === row.key && sequence === row.sequence));
    },
    park: async (row) => {
      await this.turn('park again');
      for (const other of this.aside) if (other.key === row.key && other.sequence === row.sequence) other.state = 'refused';
    },
  };

  async openTransactions(since: string | undefined): Promise<OpenTransactions> {
    await this.turn('ask');
    return { youngest: String(this.xid++), areOver: since !== undefined && !this.open.some(({ xid }) => xid <= Number(since)) };
  }

  /** How many events of the key were committed. */
  committed(key: string): number {
    return this.heads.get(key) ?? 0;
  }

  redrive(): void {
    for (const row of this.aside) if (row.state === 'refused') row.state = 'due';
  }

  private moveAside(which: (row: StoredOutboxRow) => boolean, refused?: StoredOutboxRow): void {
    const going = this.rows.filter(which);
    this.rows = this.rows.filter((row) => !going.includes(row));
    this.aside.push(...going.map((row): ParkedRow => ({ ...row, state: row.seq === refused?.seq ? 'refused' : 'behind' })));
  }
}
