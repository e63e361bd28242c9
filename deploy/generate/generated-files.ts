import type { OpenAPIObject } from '@nestjs/swagger';
import type { Plugin } from 'prettier';
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import { format } from 'prettier/standalone';
import { apiClientSource } from './api-client.js';
import { asyncApi } from './asyncapi.js';
import { eventSchemas } from './event-schemas.js';
import { loopServices } from './loop-services.js';
import { mergedDocument, serviceDocument } from './openapi.js';

/** Folders in which nothing but generated files lies: what is not made any more is removed. */
export const GENERATED_FOLDERS = ['libs/contracts/schemas', 'libs/api-client/src/generated'] as const;

/** Every generated file of the repository, by its path. */
export async function generatedFiles(): Promise<Map<string, string>> {
  const services = loopServices();
  const documents = new Map<string, OpenAPIObject>();
  for (const service of services) documents.set(service.name, await serviceDocument(service));
  const merged = mergedDocument(services, documents);
  const client = await format(apiClientSource(merged), {
    parser: 'typescript',
    plugins: [estree as Plugin, typescript],
    printWidth: 150,
    singleQuote: true,
  });
  return new Map([
    ...[...documents].map(([name, document]) => [`services/${name}/openapi.json`, json(document)] as const),
    ['libs/api-client/openapi.json', json(merged)],
    ['libs/api-client/src/generated/operations.ts', client],
    ['libs/contracts/asyncapi.yaml', asyncApi(services)],
    ...[...eventSchemas()].map(([wireType, schema]) => [`libs/contracts/schemas/${wireType}.json`, json(schema)] as const),
  ]);
}

function json(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
