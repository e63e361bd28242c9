const MOVE_MS = 5_000;
const FROM_ZERO_MS = 30_000;

/**
 * Below which `seq` the relay need not look in every round: dead rows pile up there until the next vacuum, and skipping them
 * costs more than sending. The mark follows 5 to 10 s behind what was sent, longer than a transaction takes between
 * numbering its rows and committing them; for one that took longer still, every 30 s a round begins at 0.
 */
export class LowWater {
  private mark = 0;
  private sentUntilLastMove = 0;
  private sent = 0;
  private movedAt = 0;
  private fromZeroAt = 0;

  /** Where the round that begins now (milliseconds, any fixed origin) starts to look. */
  at(now: number): number {
    if (now - this.movedAt >= MOVE_MS) {
      this.mark = this.sentUntilLastMove;
      this.sentUntilLastMove = this.sent;
      this.movedAt = now;
    }
    if (now - this.fromZeroAt < FROM_ZERO_MS) return this.mark;
    this.fromZeroAt = now;
    return 0;
  }

  /** Notes what was sent and deleted. */
  passed(seqs: readonly (string | number)[]): void {
    for (const seq of seqs) this.sent = Math.max(this.sent, Number(seq));
  }
}
