import { spoken } from './table.js';

const WIDTH = 30;
// Where nobody watches, a line now and then is enough.
const LINE_EVERY_MS = 5_000;

/** How far a long piece of work is: a bar on a terminal, a line every few seconds elsewhere. Figures go to stderr. */
export class ProgressBar {
  private readonly since = performance.now();
  private first: number | undefined;
  private done = 0;
  private saidAt = -Infinity;

  constructor(
    private readonly label: string,
    private readonly out: { isTTY?: boolean; write(text: string): unknown } = process.stderr,
  ) {}

  show({ done, total }: { done: number; total: number }): void {
    this.first ??= done;
    this.done = done;
    const now = performance.now();
    if (!this.out.isTTY && now - this.saidAt < LINE_EVERY_MS && done < total) return;
    this.saidAt = now;
    const line = lineOf({ label: this.label, done, total, before: this.first, seconds: (now - this.since) / 1_000 });
    this.out.write(this.out.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  }

  /** Leaves the line; what is done, how much of it now, and how long that took. */
  end(): { done: number; now: number; seconds: number } {
    if (this.out.isTTY && this.saidAt > 0) this.out.write('\n');
    return { done: this.done, now: this.done - (this.first ?? this.done), seconds: (performance.now() - this.since) / 1_000 };
  }
}

/** The bar with its share, its pace and the time that is left; `before` was done already when it began. */
export function lineOf({
  label,
  done,
  total,
  before,
  seconds,
}: {
  label: string;
  done: number;
  total: number;
  before: number;
  seconds: number;
}): string {
  const share = total === 0 ? 1 : done / total;
  const full = Math.round(share * WIDTH);
  const pace = (done - before) / Math.max(seconds, 0.001);
  const onItsWay = pace > 0 && done < total ? `, ${Math.round(pace)} events/s, ${spoken((total - done) / pace)} left` : '';
  return `${label} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${Math.floor(share * 100)} % ${done}/${total}${onItsWay}`;
}
