import type { EntityManager, QueryRunner } from 'typeorm';
import type { Arrival } from './delivery.js';
import type { EventHandler, ProjectingHandler } from './handles.js';
import { clientOf } from './transaction.js';

/** What a service derives from events alone, so that it can be built anew from the beginning of the log. */
export interface Projection {
  /** `service.noun` */
  name: string;
  /** Who writes it and does nothing else; they hear everything again. */
  handlers: readonly ProjectingHandler[];
  /** Handlers that write it among other things; for what they have applied, `again` writes the projection's part, under a name of its own. */
  follows?: readonly { handler: string; again: ProjectingHandler }[];
  /** Empties it. */
  reset(tx: EntityManager): Promise<void>;
}

/** What a rebuild does otherwise than the service's own consumer. */
export interface Rebuilding {
  /** Those of these arrivals that belong to the projection's past. */
  among(arrivals: readonly Arrival[]): Promise<Arrival[]>;
}

/** These events cannot be applied by this process now; they must come again. */
export class NotNow extends Error {}

/** Somebody builds a projection of this service anew: until it is whole, its events wait. */
class BeingRebuilt extends NotNow {
  constructor(readonly projection: string) {
    super(`${projection} is being built anew: events wait until it is whole`);
  }
}

/** A handler that may tell others something is no projection: to hear it all again would tell it all again. */
export class MayTellOthers extends Error {
  constructor(readonly handler: string) {
    super(`${handler} may emit events: it is no projection (\`projects\` declares one), and hearing everything again would tell everything again`);
  }
}

/** Who hears everything again; throws before anything was touched when one of them may tell others. */
export function rebuildersOf({ handlers, follows = [] }: Projection): readonly ProjectingHandler[] {
  const all = [...handlers, ...follows.map(({ again }) => again)];
  const teller = all.find((handler: EventHandler & { projects?: boolean }) => handler.projects !== true);
  if (teller) throw new MayTellOthers(teller.name);
  return all;
}

const LOCK_NOT_AVAILABLE = '55P03';

/** Who has locked the table for so long empties a large projection, or waits for a slice that takes its time: no fault of an event. */
function sayNotNow(error: unknown): never {
  throw (error as { code?: unknown }).code === LOCK_NOT_AVAILABLE ? new NotNow('a projection is about to be built anew: events wait') : error;
}

/**
 * Gives the slice back while a rebuild is unfinished or begins. Reading the table keeps a rebuild from beginning until this transaction has ended:
 * it locks the table for itself first.
 */
export async function refuseDuringRebuild(runner: QueryRunner): Promise<void> {
  const client = await clientOf(runner);
  const asking = client.query({ name: 'messaging-being-rebuilt', text: 'select projection from rebuild order by id limit 1', values: [] });
  const { rows } = await asking.catch(sayNotNow);
  const [found] = rows as { projection: string }[];
  if (found) throw new BeingRebuilt(found.projection);
}
