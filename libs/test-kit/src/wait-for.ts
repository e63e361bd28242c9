/** Asks again and again until the answer is neither `undefined`, `null` nor `false`; fails with the condition's name when the deadline passes. */
export async function waitFor<T>(what: string, condition: () => Promise<T> | T, { withinMs = 60_000, everyMs = 20 } = {}): Promise<NonNullable<T>> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await condition();
    if (seen !== undefined && seen !== null && seen !== false) return seen as NonNullable<T>;
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
