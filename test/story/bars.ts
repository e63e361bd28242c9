const EIGHTHS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const COLUMNS = 80;

/** A line of small bars, one per number; nothing stays a blank. */
export function sparkline(counts: readonly number[], width = 1): string {
  const most = Math.max(1, ...counts);
  return counts
    .map((count) => (count === 0 ? '·' : EIGHTHS[Math.ceil((count / most) * 8) - 1]!).repeat(Math.max(1, width - 1)) + (width > 1 ? ' ' : ''))
    .join('');
}

/** Upright bars of several lines, the highest first. */
export function columns(counts: readonly number[], height: number, width: number): string[] {
  const most = Math.max(1, ...counts);
  const filled = counts.map((count) => Math.round((count / most) * height * 8));
  return Array.from({ length: height }, (_, line) => {
    const below = (height - 1 - line) * 8;
    return filled
      .map((eighths) => cell(eighths - below).repeat(Math.max(1, width - 1)) + (width > 1 ? ' ' : ''))
      .join('')
      .trimEnd();
  });
}

function cell(eighths: number): string {
  if (eighths <= 0) return ' ';
  return EIGHTHS[Math.min(eighths, 8) - 1]!;
}

/** How wide a column may be so that all of them fit on a line. */
export function columnWidth(count: number): number {
  return Math.max(1, Math.min(4, Math.floor(COLUMNS / Math.max(1, count))));
}

/** Joins neighbouring weeks until they fit on one line; says how many became one. */
export function fitted(counts: readonly number[]): { counts: number[]; weeksEach: number } {
  const weeksEach = Math.max(1, Math.ceil(counts.length / COLUMNS));
  const sums = Array.from({ length: Math.ceil(counts.length / weeksEach) }, (_, index) =>
    counts.slice(index * weeksEach, (index + 1) * weeksEach).reduce((sum, count) => sum + count, 0),
  );
  return { counts: sums, weeksEach };
}

/** A share as a bar of full blocks. */
export function bar(share: number, width: number): string {
  return '█'.repeat(Math.max(share > 0 ? 1 : 0, Math.round(share * width)));
}

/** How many columns of a terminal a text takes: Korean letters take two, the vowel signs of Telugu none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mn}|\p{Cf}/u.test(character)) continue;
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/u.test(character) ? 2 : 1;
  }
  return width;
}

/** The text with spaces up to that width. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Breaks a text into lines of at most so many columns, between words. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 1 + displayWidth(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
