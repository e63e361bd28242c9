/** Puts a line before the person. */
export type Say = (line: string) => void;

/** What came off the log may hold control characters, which a terminal would obey. */
export function harmless(line: string): string {
  return line.replace(/\p{Cc}/gu, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Says all that is known of one event, a line each; what belongs together stands indented under its name. */
export function sayInFull(found: object, say: Say): void {
  for (const [name, value] of Object.entries(found) as [string, string | number | boolean | object | null][]) {
    if (value === null || value === '') continue;
    if (typeof value !== 'object') say(`${name.padEnd(14)} ${String(value)}`);
    else if (Object.keys(value).length > 0) {
      say(name);
      for (const [part, content] of Object.entries(value)) say(`  ${part.padEnd(18)} ${String(content)}`);
    }
  }
}

/** `1 event`, `2 events`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
