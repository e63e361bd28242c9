/** Colours for a terminal, or none. */
export type Paint = Record<'strong' | 'quiet' | 'good' | 'bad' | 'warm', (text: string) => string>;

/** Colours where they can be seen; NO_COLOR switches them off. */
export function paintFor({ colours }: { colours: boolean }): Paint {
  const coloured = (code: number) => (text: string) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { strong: coloured(1), quiet: coloured(2), good: coloured(32), bad: coloured(31), warm: coloured(33) };
}
