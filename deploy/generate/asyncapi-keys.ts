/** A reference inside the document. */
export function ref(path: string): { $ref: string } {
  return { $ref: `#/${path}` };
}

/** A topic or wire type as a key: AsyncAPI allows no dots in the keys of its components. */
export function keyOf(name: string): string {
  return name.replaceAll('.', '_');
}
