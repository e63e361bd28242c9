import type { OpenAPIObject } from '@nestjs/swagger';

/** What one method of one path does, as OpenAPI describes it. */
export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
export type Parameter = Extract<NonNullable<Operation['parameters']>[number], { in: string }>;
export type RequestBody = Exclude<NonNullable<Operation['requestBody']>, { $ref: string }>;
export type Reply = Exclude<NonNullable<Operation['responses'][string]>, { $ref: string }>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Every operation of a document with its method. */
export function operationsIn(document: OpenAPIObject): { method: (typeof METHODS)[number]; operation: Operation }[] {
  return Object.values(document.paths).flatMap((path) => METHODS.flatMap((method) => (path[method] ? [{ method, operation: path[method] }] : [])));
}

/** What an operation asks for beside its body; none of ours is a reference. */
export function parametersOf(operation: Operation): Parameter[] {
  return (operation.parameters ?? []) as Parameter[];
}

/** The body that an operation takes, if any; none of ours is a reference. */
export function bodyOf(operation: Operation): RequestBody | undefined {
  return operation.requestBody as RequestBody | undefined;
}

/** The answers of an operation that did what was asked. */
export function successesOf(operation: Operation): Reply[] {
  return Object.entries(operation.responses).flatMap(([status, reply]) => (status.startsWith('2') ? [reply as Reply] : []));
}
