/** Shows how far something is. */
export interface Progress {
  advance(count: number): void;
  done(): void;
}

/** Where progress is written: a terminal gets a moving bar, anything else a line every 5 %. */
export interface Screen {
  write(text: string): void;
  isTTY?: boolean;
}

const WIDTH = 40;
const REDRAWN_AFTER_MS = 100;

/** A bar of so many parts. */
export function progressOf(label: string, total: number, screen: Screen, now: () => number = Date.now): Progress {
  const startedAt = now();
  let count = 0;
  let drawnAt = -Infinity;
  let told = 0;
  const draw = () => {
    const share = total === 0 ? 1 : count / total;
    const full = Math.round(share * WIDTH);
    screen.write(
      `\r  ${label} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${String(Math.floor(share * 100)).padStart(3)} %  ${remaining(share, now() - startedAt)}\u001b[K`,
    );
    drawnAt = now();
  };
  const line = () => {
    const percent = total === 0 ? 100 : Math.floor((count / total) * 20) * 5;
    if (percent <= told) return;
    told = percent;
    screen.write(`  ${label} ${String(percent).padStart(3)} %  ${remaining(count / total, now() - startedAt)}\n`);
  };
  return {
    advance(parts) {
      count += parts;
      if (!screen.isTTY) line();
      else if (now() - drawnAt > REDRAWN_AFTER_MS) draw();
    },
    done() {
      if (screen.isTTY) screen.write(`\r  ${label} done in ${duration(now() - startedAt)}\u001b[K\n`);
      else screen.write(`  ${label} done in ${duration(now() - startedAt)}\n`);
    },
  };
}

/** A stretch of time as a person says it. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  return seconds < 90 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

function remaining(share: number, elapsed: number): string {
  if (share <= 0.01 || share >= 1) return '';
  return `about ${duration((elapsed / share) * (1 - share))} left`;
}
