import type { DataSource } from 'typeorm';

type Listener = (parts: ReadonlySet<number>) => void;

// A hint, not state: a relay that misses it finds the rows at its next poll, and so does every other replica.
const listeners = new WeakMap<DataSource, Set<Listener>>();

/** Tells the relay of this process, after the commit, which parts of the outbox have something new. */
export function wakeRelay(db: DataSource, parts: ReadonlySet<number>): void {
  if (parts.size > 0) listeners.get(db)?.forEach((listener) => listener(parts));
}

/** Registers a relay for `wakeRelay`; returns how to unregister it. */
export function onWakeUp(db: DataSource, listener: Listener): () => void {
  const known = listeners.get(db) ?? new Set();
  listeners.set(db, known.add(listener));
  return () => known.delete(listener);
}
