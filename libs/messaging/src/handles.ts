import type { AnyEventContract, DataOf } from '#libs/contracts';
import type { EntityManager } from 'typeorm';
import type { ReceivedEvent, Work } from './work.js';

/** An event that a handler applies, and the work in which it notes what it has to tell about it. */
export interface Heard<Data = unknown> {
  readonly work: Work;
  readonly event: ReceivedEvent<Data>;
}

/** Locks the rows of these keys until the transaction ends, in one order for everybody. */
export type LockKeys = (tx: EntityManager, keys: readonly string[]) => Promise<unknown>;

/** One reaction of a service to events; it runs once per event id, in one transaction with whatever it emits. */
export interface EventHandler {
  /** `service.verb-noun`; stored in the inbox, so never renamed. */
  readonly name: string;
  readonly contracts: readonly AnyEventContract[];
  /** Locks what this handler locks anyway; called before the first of several batches, because each of them locks in an order of its own. */
  readonly lock?: LockKeys;
  /** Applies events of different keys, oldest first, in the transaction `tx` that is the one of all their works. */
  handle(tx: EntityManager, slice: readonly Heard[]): Promise<unknown>;
}

/** Declares what a service does when it hears an event. `work.now` is the event's own time. */
export function handles<C extends AnyEventContract>(
  contract: C,
  name: string,
  handle: (work: Work, event: ReceivedEvent<DataOf<C>>) => Promise<unknown>,
): EventHandler {
  const oneByOne = async (_tx: EntityManager, slice: readonly Heard[]): Promise<void> => {
    for (const { work, event } of slice) await handle(work, event as ReceivedEvent<DataOf<C>>);
  };
  return { name, contracts: [contract], handle: oneByOne };
}

/**
 * Declares a reaction that applies many events with few statements. A slice holds each key at most once, so that one
 * statement may write a row per event; when any of them fails, all are applied again one by one. Handlers whose rows others lock,
 * too, name the same `lock`.
 */
export function handlesTogether<C extends AnyEventContract>(
  contracts: readonly C[],
  name: string,
  handle: (tx: EntityManager, slice: readonly Heard<DataOf<C>>[]) => Promise<unknown>,
  lock?: LockKeys,
): EventHandler {
  return { name, contracts, handle: handle as EventHandler['handle'], ...(lock && { lock }) };
}

/** A reaction that only writes what follows from events: it may hear them all again. */
export interface ProjectingHandler extends EventHandler {
  readonly projects: true;
}

/**
 * Declares a reaction that only writes what follows from events; `event.type` tells them apart, and a slice holds each key at most once.
 * It gets no work and so can tell nobody anything: whoever builds its tables anew may let it hear everything again.
 */
export function projects<C extends AnyEventContract>(
  contracts: readonly C[],
  name: string,
  write: (tx: EntityManager, events: readonly ReceivedEvent<DataOf<C>>[]) => Promise<unknown>,
): ProjectingHandler {
  const handle = (tx: EntityManager, slice: readonly Heard[]): Promise<unknown> =>
    write(
      tx,
      slice.map(({ event }) => event as ReceivedEvent<DataOf<C>>),
    );
  return { name, contracts, handle, projects: true };
}
