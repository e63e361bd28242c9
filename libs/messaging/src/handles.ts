import type { AnyEventContract, DataOf } from '#libs/contracts';
import type { ReceivedEvent, Work } from './work.js';

/** One reaction of a service to events; it runs once per event id, in one transaction with whatever it emits. */
export interface EventHandler {
  /** `service.verb-noun`; stored in the inbox, so never renamed. */
  readonly name: string;
  readonly contracts: readonly AnyEventContract[];
  handle(work: Work, event: ReceivedEvent): Promise<unknown>;
}

/** Declares what a service does when it hears an event. `work.now` is the event's own time. */
export function handles<C extends AnyEventContract>(
  contract: C,
  name: string,
  handle: (work: Work, event: ReceivedEvent<DataOf<C>>) => Promise<unknown>,
): EventHandler {
  return { name, contracts: [contract], handle: handle as EventHandler['handle'] };
}

/** Declares one reaction to several events, for projections; `event.type` tells them apart. */
export function handlesEach(contracts: readonly AnyEventContract[], name: string, handle: EventHandler['handle']): EventHandler {
  return { name, contracts, handle };
}
