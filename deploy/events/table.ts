/** A column of a table: its head, and the text of a row in it. */
export interface Column<Row> {
  head: string;
  of(row: Row): string | number;
  /** Numbers stand right. */
  right?: boolean;
}

/** Rows as lines with aligned columns under their heads. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string[] {
  const cells = [columns.map(({ head }) => head), ...rows.map((row) => columns.map(({ of }) => String(of(row))))];
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i]!.length)));
  return cells.map((line) =>
    line
      .map((cell, i) => (columns[i]!.right ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** A span of time as a person says it: 8 s, 12 min, 3 h, 2 days. */
export function spoken(seconds: number): string {
  if (seconds < 100) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 6_000) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`;
}
