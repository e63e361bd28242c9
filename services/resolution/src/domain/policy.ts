/** How long things stay open, and how far an agent decides alone. */
export interface ResolutionPolicy {
  /** After so many days without an answer a refused complaint may be closed. */
  answerWithinDays: number;
  /** So long after closing a complaint can be opened again. */
  reopenWithinDays: number;
  /** Currency → what an agent may offer alone, in the currency's smallest unit; a currency that is missing here has no room. */
  agentRedressLimitsMinor: Readonly<Record<string, number>>;
}

const DAY = 24 * 60 * 60_000;

/** The moment so many days later. */
export function daysAfter(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY);
}
