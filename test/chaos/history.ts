import type { Violation } from './violation.js';

/** A row that a service wrote in the transaction of the effect that it is about. */
export interface HistoryNote {
  service: string;
  /** Rises in the order in which a service did things that had to wait for each other. */
  seq: number;
  kind: 'emitted' | 'applied';
  key: string;
  /** The service whose event it is. */
  source: string;
  /** Counts the events of a key at its source, from 1. */
  sequence: number;
  eventId: string;
  type: string;
  /** Who applied it; null for what was emitted. */
  handler: string | null;
  /** The event that caused an emitted one; null when a person or a schedule did. */
  cause: string | null;
  /** Milliseconds since 1970, by the database's clock. */
  at: number;
}

/** An event as it stands in the log, once for every time it was sent. */
export interface LoggedRecord {
  topic: string;
  partition: number;
  offset: number;
  key: string;
  source: string;
  sequence: number;
  eventId: string;
  type: string;
  at: number;
}

/** A handler that must apply every event of these types. */
export interface Hearer {
  service: string;
  handler: string;
  types: readonly string[];
}

/** What the state of a service says about its events: so many of this type for this key, no more and no fewer. */
export interface Claim {
  service: string;
  key: string;
  type: string;
  times: number;
}

/** An event that a handler could not apply while others had to go on. */
export interface Poison {
  handler: string;
  eventId: string;
}

/** All that is known after a run: what the services wrote down, what the log holds, and what the clients were told. */
export interface History {
  notes: readonly HistoryNote[];
  log: readonly LoggedRecord[];
  hearers: readonly Hearer[];
  /** The last number that each service gave to an event of a key. */
  heads: readonly { service: string; key: string; lastSequence: number }[];
  claims: readonly Claim[];
  /** Types of which every event must be claimed. */
  claimedTypes: readonly string[];
  /** Stored sums beside what the rows behind them add up to. */
  counters: readonly { name: string; stored: number; recomputed: number }[];
  /** Events that the run put into the log by hand. */
  injected: ReadonlySet<string>;
  /** Deliveries that wait for a person. */
  parked: readonly { handler: string; key: string; eventId: string }[];
  poisons: readonly Poison[];
  /** Keys that were redriven, with their events in the order of the log. */
  redrives: readonly { handler: string; key: string; eventIds: readonly string[] }[];
  /** How often a schedule acted for one due instant. */
  actions: readonly { name: string; instant: string; times: number }[];
  /** What a client was told is done, and the event that must tell of it. */
  accepted: readonly { request: string; service: string; key: string; type: string }[];
  /** How services left when they were asked to. */
  stops: readonly { service: string; tookMs: number; limitMs: number; code: number | null }[];
  /** How long it took until nothing was under way any more, and what was left when the time was up. */
  quiet: { tookMs: number; limitMs: number; left: readonly string[] };
  /** Broken promises that the run itself saw while a fault lasted. */
  witnessed: readonly Violation[];
  /** A partition may stand still so long (milliseconds) without a poison being to blame. */
  patienceMs: number;
}

/** A run of which nothing is known yet. */
export const emptyHistory: History = {
  notes: [],
  log: [],
  hearers: [],
  heads: [],
  claims: [],
  claimedTypes: [],
  counters: [],
  injected: new Set(),
  parked: [],
  poisons: [],
  redrives: [],
  actions: [],
  accepted: [],
  stops: [],
  quiet: { tookMs: 0, limitMs: 0, left: [] },
  witnessed: [],
  patienceMs: 0,
};
