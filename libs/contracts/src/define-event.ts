import type { z } from 'zod';
import { checkMajors, type EarlierMajor } from './earlier-major.js';
import { wireTypeOf } from './wire-type.js';

/** The service that owns an event; its topic is `<service>.events`. */
export type EventOwner = 'intake' | 'assignment' | 'resolution' | 'improvement';

/** What `defineEvent` needs to know; the definition is the only place where any of it is written. */
export interface EventDefinition<Type extends string, Schema extends z.ZodType> {
  /** `subject.past-participle`, kebab-case, without the version. */
  type: Type;
  /** Major version: inside it only optional fields may be added. */
  version: number;
  owner: EventOwner;
  topic: `${EventOwner}.events`;
  /** The id whose order matters; also the aggregate that the event's sequence counts. */
  key(data: z.output<Schema>): string;
  data: Schema;
  example: z.output<Schema>;
  /** Every major before this one, from 1 on; readers get all of them as the newest. */
  earlier?: readonly EarlierMajor[];
  /** Emitted by earlier builds only, and still read. */
  isOfEarlierBuilds?: true;
}

/** A checked event, not yet sent. `type` carries the major version, as on the wire. */
export interface DomainEvent<Data = unknown> {
  type: string;
  topic: string;
  key: string;
  data: Data;
}

/** An event's definition and, called with data, the maker of checked events. */
export interface EventContract<Type extends string = string, Schema extends z.ZodType = z.ZodType> extends EventDefinition<Type, Schema> {
  (data: z.input<Schema>): DomainEvent<z.output<Schema>>;
  /** Type with its major version, as in the CloudEvents `type` attribute: `complaint.closed.v1`. */
  wireType: string;
  earlier: readonly EarlierMajor[];
}

/** An event of any contract, for lists and look-ups. */
// A list of contracts has no data type in common.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyEventContract = EventContract<string, any>;

/** The data that an event of this contract carries. */
export type DataOf<C> = C extends EventContract<string, infer Schema> ? z.output<Schema> : never;

/**
 * Defines an event once: its name, version, owner, topic, key, data and example, and the majors that came before.
 * Calling the result checks the data and throws a `ZodError` when they break the contract.
 */
export function defineEvent<Type extends string, Schema extends z.ZodType>(definition: EventDefinition<Type, Schema>): EventContract<Type, Schema> {
  const wireType = wireTypeOf(definition.type, definition.version);
  const earlier = definition.earlier ?? [];
  checkMajors(definition.type, { version: definition.version, earlier });
  const make = (input: z.input<Schema>): DomainEvent<z.output<Schema>> => {
    const data = definition.data.parse(input);
    return { type: wireType, topic: definition.topic, key: definition.key(data), data };
  };
  return Object.assign(make, definition, { wireType, earlier });
}
