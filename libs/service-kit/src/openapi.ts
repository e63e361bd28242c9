import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject, type SwaggerDocumentOptions } from '@nestjs/swagger';
import { z } from 'zod';
import { documentHeaders } from './openapi-headers.js';
import { bodyOf, operationsIn } from './openapi-operations.js';
import { documentProblems } from './openapi-problems.js';

const MAY_BE_LEFT_OUT = 'x-may-be-left-out';

/** Zod says what JSON Schema 2020-12, the language of OpenAPI 3.1, can say; dates travel as text. */
const fromZod: NonNullable<SwaggerDocumentOptions['standardSchemaConverter']> = (schema, { schemaType }) => {
  if (!(schema instanceof z.ZodType)) return undefined;
  const {
    $schema: _dialect,
    $defs,
    ...converted
  } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: schemaType,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
      dropNoise(jsonSchema);
    },
  });
  const mayBeLeftOut = schemaType === 'input' && schema.safeParse(undefined).success;
  return { schema: { ...converted, ...(mayBeLeftOut ? { [MAY_BE_LEFT_OUT]: true } : {}) }, components: $defs };
};

// Nest calls every body required; the schema knows which is not.
function documentBodies(document: OpenAPIObject): OpenAPIObject {
  for (const { operation } of operationsIn(document)) {
    const body = bodyOf(operation);
    const schema = body?.content['application/json']?.schema as Record<string, unknown> | undefined;
    if (!body || !schema || !(MAY_BE_LEFT_OUT in schema)) continue;
    body.required = false;
    delete schema[MAY_BE_LEFT_OUT];
  }
  return document;
}

// A named format says what its long pattern repeats, and every integer of JavaScript is a safe one.
function dropNoise(schema: { format?: string; pattern?: string; minimum?: number; maximum?: number }): void {
  if (schema.format !== undefined) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

/** The OpenAPI 3.1 document of a service, read off its controllers; needs neither database nor network. */
export function openApiOf(app: NestFastifyApplication, service: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(`Redress ${service}`)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'Tracking-Token', description: 'What the customer got when the complaint was registered.' },
      'trackingToken',
    )
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: fromZod,
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  return documentProblems(documentHeaders(documentBodies(document)));
}

/** Injection token of a function that makes another document than the service's own: the gateway shows everybody's. */
export const API_DOCUMENT = Symbol('API_DOCUMENT');

/** Serves the document at `/docs` and `/docs-json`; it is built when somebody first asks. */
export function serveOpenApi(app: NestFastifyApplication, service: string): void {
  SwaggerModule.setup('docs', app, documentGivenIn(app) ?? (() => openApiOf(app, service)), { raw: ['json'], customSiteTitle: `Redress ${service}` });
}

// Not `app.get`: Nest has no look-up that may find nothing, and logs what it does not find as an error.
function documentGivenIn(app: NestFastifyApplication): (() => OpenAPIObject) | undefined {
  const modules = [...app.get(ModulesContainer).values()];
  return modules
    .map(({ providers }) => providers.get(API_DOCUMENT)?.instance as (() => OpenAPIObject) | undefined)
    .find((given) => given !== undefined);
}
