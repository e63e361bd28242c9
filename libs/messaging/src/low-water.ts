const LOOK_MS = 5_000;
const FROM_ZERO_MS = 30_000;

/** What the database says about transactions that may still bring rows with a low `seq`. */
export interface OpenTransactions {
  /** A transaction id younger than that of every row that was numbered until now. */
  youngest: string;
  /** Are all transactions of this service over that began to write before the id that was asked about? */
  areOver: boolean;
}

interface Candidate {
  sent: ReadonlyMap<number, number>;
  youngest: string;
  isSettled: boolean;
}

/**
 * Below which `seq` of each part the relay need not look in every round: dead rows pile up there until the next vacuum, and
 * skipping them costs more than sending. A mark moves only to where every transaction that may have numbered a row below has
 * ended and a later round has taken what they brought: an event must never be left behind while a later one of its key goes.
 * Every 30 s a round begins at 0 all the same.
 */
export class LowWater {
  private readonly marks = new Map<number, number>();
  private readonly sent = new Map<number, number>();
  private candidate: Candidate | undefined;
  private lookedAt = -Infinity;
  private fromZeroAt = -Infinity;

  /** Where the round that begins now (milliseconds, any fixed origin) starts to look in each of these parts. */
  after(parts: readonly number[], now: number): number[] {
    if (now - this.fromZeroAt < FROM_ZERO_MS) return parts.map((part) => this.marks.get(part) ?? 0);
    this.fromZeroAt = now;
    return parts.map(() => 0);
  }

  /** Notes what a round has carried, by part; `isAll` when it left nothing that it could see. */
  passed(lastSeqs: ReadonlyMap<number, number>, parts: readonly number[], isAll: boolean): void {
    for (const [part, seq] of lastSeqs) this.sent.set(part, Math.max(this.sent.get(part) ?? 0, seq));
    if (!this.candidate?.isSettled) return;
    const { sent } = this.candidate;
    const isBeyond = (part: number): boolean => isAll || (lastSeqs.get(part) ?? 0) > (sent.get(part) ?? 0);
    if (!parts.every(isBeyond)) return;
    for (const part of parts) this.marks.set(part, Math.max(this.marks.get(part) ?? 0, sent.get(part) ?? 0));
    this.candidate = undefined;
  }

  /** Every few seconds it wants to know about open transactions: `since` the id it answers, none the first time. */
  async look(now: number, ask: (since: string | undefined) => Promise<OpenTransactions>): Promise<void> {
    if (now - this.lookedAt < LOOK_MS || this.candidate?.isSettled) return;
    this.lookedAt = now;
    const sent = new Map(this.sent);
    const { youngest, areOver } = await ask(this.candidate?.youngest);
    if (!this.candidate) this.candidate = { sent, youngest, isSettled: false };
    else this.candidate.isSettled = areOver;
  }
}
