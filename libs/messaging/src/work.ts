import type { DomainEvent } from '#libs/contracts';
import type { EntityManager } from 'typeorm';
import type { Statement } from './transaction.js';

/** Who asks, when, and as part of what: everything a unit of work needs to know from outside. */
export interface WorkContext {
  /** Stable id of the person or rule that acts (the JWT's `sub`, or a handler's identity); never a name. */
  actor: string;
  /** The clock reading of the work; this machine's when absent. Handlers get the event's time, importers a stated one. */
  now?: Date;
  /** Ties together everything that one request or one imported row set off. */
  correlationId?: string;
  /** Id of the event that caused this work. */
  causationId?: string;
  /** W3C trace context, stored with every emitted event. */
  traceparent?: string;
}

/** The unit of work: one transaction, one reading of the clock, one actor, one way to tell others. */
export interface Work {
  readonly tx: EntityManager;
  readonly now: Date;
  readonly actor: string;
  readonly correlationId: string;
  /** A new id (uuid v7, so that ids sort by time of creation). */
  newId(): string;
  /** Writes what nobody has to wait for: the statement travels with the commit, before the events. */
  store(statement: Statement): void;
  /** Queues an event; it is stored with the state change when the work commits, and never without it. */
  emit(event: DomainEvent): void;
}

/** An event as a handler sees it: checked data and its envelope. */
export interface ReceivedEvent<Data = unknown> {
  id: string;
  /** With the major version: `complaint.closed.v1`. */
  type: string;
  /** The service that sent it. */
  source: string;
  key: string;
  /** Counts the events of this key at this source, from 1, without gaps. */
  sequence: number;
  /** When it happened, by the sender's clock or by the imported data. */
  time: Date;
  correlationId: string;
  causationId?: string;
  traceparent?: string;
  data: Data;
}
