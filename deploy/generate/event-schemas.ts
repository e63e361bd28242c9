import type { AnyEventContract } from '#libs/contracts';
import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** The JSON Schema of an event's data, for whoever reads the topics without our code. */
export function eventSchema({ data, type, version, example, owner }: AnyEventContract): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(data as z.ZodType, { target: 'draft-2020-12' });
  return {
    $schema,
    $id: `urn:redress:event:${type}.v${version}`,
    title: `${type} (version ${version})`,
    description: `Data of the event ${type}, which only ${owner} emits. Further optional fields may follow.`,
    ...schema,
    examples: [example],
  };
}
