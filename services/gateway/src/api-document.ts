import type { OpenAPIObject } from '@nestjs/swagger';
import { readFileSync } from 'node:fs';

// The same file for the sources and for dist/: both have the folders of the repository.
const DOCUMENT = new URL(import.meta.url.replace(/(dist\/)?services\/gateway\/src\/.*$/, 'libs/api-client/openapi.json'));

/** What the outside may ask of Redress, as committed: one document for all services. */
export function apiDocument(): OpenAPIObject {
  return JSON.parse(readFileSync(DOCUMENT, 'utf8')) as OpenAPIObject;
}
