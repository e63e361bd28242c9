import { describeApi, problemResponse } from '#libs/service-kit';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ROUTES, type Route } from '../../services/gateway/src/routes.js';
import type { LoopService } from './loop-services.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']> & { 'x-roles'?: string[] };
type Documents = ReadonlyMap<string, OpenAPIObject>;

// What no schema says, and every body is held to.
const BEYOND_SCHEMAS = `Texts are trimmed and kept in NFC; they need something that can be read, and no control characters but tab and newline.
Days and moments begin with 1900, and what happened has passed.`;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The OpenAPI document of one service, with the words of the routes that lead to it. */
export async function serviceDocument({ name, purpose, module, config }: LoopService): Promise<OpenAPIObject> {
  const document = await describeApi(module, config);
  document.info = { ...document.info, description: purpose };
  document.tags = [{ name, description: purpose }];
  for (const { path, method, operation } of operationsOf(document)) {
    const route = ROUTES.find((one) => templateOf(one) === path && one.method.toLowerCase() === method);
    Object.assign(operation, { summary: route?.summary ?? 'Asked by the gateway only', tags: [name] });
  }
  return withUsedSecurity(document);
}

/** One document for all that the gateway lets through, and nothing else. */
export function mergedDocument(services: readonly LoopService[], documents: Documents): OpenAPIObject {
  const paths: OpenAPIObject['paths'] = {};
  const schemas: Record<string, object> = {};
  const statuses = new Set<number>([429, 504]);
  for (const route of ROUTES) {
    const document = documents.get(route.service)!;
    const operation = operationBehind(document, route);
    for (const status of gatewayRefusals(route)) operation.responses[status] ??= { $ref: `#/components/responses/Problem${status}` };
    for (const status of Object.keys(operation.responses)) if (Number(status) >= 400) statuses.add(Number(status));
    paths[templateOf(route)] = { ...paths[templateOf(route)], [route.method.toLowerCase()]: operation };
    adopt(schemas, document, [operation, problemResponse(500)]);
  }
  const first = documents.get('intake')!;
  return {
    ...first,
    info: {
      ...first.info,
      title: 'Redress',
      description: `Complaint handling that closes the loop: from the complaint to the measured fix. \`x-roles\` says who may call what.

${BEYOND_SCHEMAS}`,
    },
    tags: services.map(({ name, purpose }) => ({ name, description: purpose })),
    paths,
    components: {
      ...first.components,
      schemas: sortedByName(schemas) as never,
      responses: Object.fromEntries([...statuses].sort().map((status) => [`Problem${status}`, problemResponse(status)])),
    },
  };
}

/** Every operation of a document with its place. */
export function operationsOf(document: OpenAPIObject): { path: string; method: (typeof METHODS)[number]; operation: Operation }[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [{ path, method, operation: item[method] as Operation }] : [])),
  );
}

/** A route's path as OpenAPI writes it. */
export function templateOf({ path }: Pick<Route, 'path'>): string {
  return path.replaceAll(/:(\w+)/g, '{$1}');
}

function withUsedSecurity(document: OpenAPIObject): OpenAPIObject {
  const used = new Set(operationsOf(document).flatMap(({ operation }) => (operation.security ?? []).flatMap((scheme) => Object.keys(scheme))));
  const schemes = Object.entries(document.components?.securitySchemes ?? {}).filter(([name]) => used.has(name));
  document.components = { ...document.components, securitySchemes: Object.fromEntries(schemes) };
  return document;
}

function operationBehind(document: OpenAPIObject, route: Route): Operation {
  const found = document.paths[templateOf(route)]?.[route.method.toLowerCase() as 'get'] as Operation | undefined;
  if (!found) throw new Error(`routes.ts names ${route.method} ${route.path}, which ${route.service} does not have`);
  return structuredClone(found);
}

// What the door itself answers: too many, too slow, and a tracking token that opens nothing.
function gatewayRefusals(route: Route): number[] {
  return [...(route.roles.includes('customer') ? [404] : []), 429, 504];
}

/** Takes over the schemas that an operation refers to, and those that they refer to. */
function adopt(schemas: Record<string, object>, document: OpenAPIObject, part: object): void {
  for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    const schema = document.components?.schemas?.[name!] as object | undefined;
    if (!schema) throw new Error(`${document.info.title} refers to the schema ${name}, which it does not have`);
    if (schemas[name!] === undefined) {
      schemas[name!] = schema;
      adopt(schemas, document, schema);
    } else if (JSON.stringify(schemas[name!]) !== JSON.stringify(schema)) {
      throw new Error(`two services mean different things by the schema ${name}: give one of them another name`);
    }
  }
}

function sortedByName(schemas: Record<string, object>): Record<string, object> {
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => a.localeCompare(b, 'en')));
}
