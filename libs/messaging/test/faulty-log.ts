import { EventRefused, type Publisher, type WireRecord } from '../src/transport/transport.js';

/** What becomes of one send: `late` is stored long after the sender has given up, `partly` only in some partitions. */
export type Fate = 'stored' | 'answer-lost' | 'partly' | 'failed' | 'never' | 'late';
export const FATES: readonly Fate[] = ['stored', 'answer-lost', 'partly', 'failed', 'never', 'late'];

const PARTITIONS = 3;
export const partitionOf = (key: string): number => key.charCodeAt(0) % PARTITIONS;

/** The log of another system, at its worst: it answers late, twice or never, and stores what nobody waits for any more. */
export class FaultyLog {
  readonly stored: WireRecord[] = [];
  private readonly late: (readonly WireRecord[])[] = [];
  /** Whether it will never take a record as it is. */
  refuses: (record: WireRecord) => boolean = () => false;

  constructor(
    /** The fates of the first sends; after them all goes well. */
    private readonly fates: Fate[],
    private readonly turn: (name: string) => Promise<void> = () => Promise.resolve(),
  ) {}

  /** What was on the wire arrives after all. */
  arriveLate(): void {
    for (const records of this.late.splice(0)) this.append(records);
  }

  publisher(): Publisher {
    return { publish: (records) => this.take(records), close: () => Promise.resolve() };
  }

  private async take(records: readonly WireRecord[]): Promise<void> {
    await this.turn('arrives');
    const fate = this.fates.shift() ?? 'stored';
    const refused = records.find((record) => this.refuses(record));
    if (refused) {
      // Other partitions of the same request may have been stored all the same.
      if (fate !== 'stored') this.append(records.filter(({ key }) => partitionOf(key) !== partitionOf(refused.key)));
      throw new EventRefused('too large');
    }
    if (fate === 'late') this.late.push(records);
    if (fate === 'late' || fate === 'never') return new Promise(() => undefined);
    if (fate === 'failed') throw new Error('not stored');
    if (fate === 'partly') this.append(records.filter(({ key }) => partitionOf(key) === partitionOf(records[0]!.key)));
    else this.append(records);
    await this.turn('answers');
    if (fate !== 'stored') throw new Error('who knows');
  }

  private append(records: readonly WireRecord[]): void {
    // A part of a request is stored in a partition as a whole or not at all, partition after partition.
    for (let partition = 0; partition < PARTITIONS; partition += 1) this.stored.push(...records.filter(({ key }) => partitionOf(key) === partition));
  }
}
