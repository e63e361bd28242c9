/** Puts a line before the person. */
export type Say = (line: string) => void;

/** Says all that is known of one event: its headers indented, everything else a line each. */
export function sayInFull(found: { headers: Record<string, string> }, say: Say): void {
  for (const [name, value] of Object.entries(found)) {
    if (name === 'headers') {
      say('headers');
      for (const [header, content] of Object.entries(found.headers)) say(`  ${header.padEnd(18)} ${content}`);
    } else say(`${name.padEnd(14)} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
  }
}

/** `1 event`, `2 events`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
