import { ALL_EVENTS, wireTypeOf, type AnyEventContract } from '#libs/contracts';
import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** The JSON Schemas of every event in every major that this build reads, by wire type, for whoever reads the topics without our code. */
export function eventSchemas(contracts: readonly AnyEventContract[] = ALL_EVENTS): Map<string, JsonSchema> {
  return new Map(
    contracts.flatMap((contract) =>
      [...contract.earlier, contract].map(({ version, data, example }) => [
        wireTypeOf(contract.type, version),
        eventSchema(contract, version, data as z.ZodType, example as unknown),
      ]),
    ),
  );
}

function eventSchema({ type, version: newest, owner }: AnyEventContract, version: number, data: z.ZodType, example: unknown): JsonSchema {
  // What a reader accepts, so unknown fields too: later builds of the same major may add some.
  const { $schema, ...schema } = z.toJSONSchema(data, { target: 'draft-2020-12', io: 'input' });
  const emitted = version === newest ? `which only ${owner} emits` : `emitted by ${owner} before version ${version + 1}`;
  return {
    $schema,
    $id: `urn:redress:event:${wireTypeOf(type, version)}`,
    title: `${type} (version ${version})`,
    description: `Data of the event ${type}, ${emitted}. Further optional fields may follow: ignore what you do not know.`,
    ...schema,
    examples: [example],
  };
}
