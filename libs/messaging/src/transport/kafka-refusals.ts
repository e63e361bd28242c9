// Answers of the broker (its error names) that stay the same however often a record is sent as it is. Not INVALID_TIMESTAMP: that is
// our own clock, an hour ahead, and passes with it.
const REFUSALS: ReadonlySet<string> = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_RECORD',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
  'POLICY_VIOLATION',
]);

// A broker that starts, or a topic that was just made, looks unknown for a moment.
const UNKNOWN_FOR_MS = 10_000;

/** The broker's own name for why it will never take a record, or undefined when it may yet. */
export function refusalIn(error: unknown): string | undefined {
  return namesIn(error).find((name) => REFUSALS.has(name));
}

/** Topics that the broker does not know, and since when. */
export class UnknownTopics {
  private readonly since = new Map<string, number>();

  /** These topics exist. */
  wereFound(topics: readonly string[]): void {
    for (const topic of topics) this.since.delete(topic);
  }

  /** The refusal, when one of these topics is missing for so long (milliseconds of any fixed origin) that it will not come by itself. */
  lastingIn(error: unknown, topics: readonly string[], now: number): string | undefined {
    const name = namesIn(error).find((one) => one === 'UNKNOWN_TOPIC_OR_PARTITION');
    if (!name) return undefined;
    for (const topic of topics) if (!this.since.has(topic)) this.since.set(topic, now);
    return topics.every((topic) => now - this.since.get(topic)! >= UNKNOWN_FOR_MS) ? name : undefined;
  }
}

/** The names in an error of kafkajs and in all that caused it. */
function namesIn(error: unknown): string[] {
  const names: string[] = [];
  for (let cause = error; cause instanceof Error && names.length < 10; cause = cause.cause) names.push(String((cause as { type?: unknown }).type));
  return names;
}
