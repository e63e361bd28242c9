import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { RequestRefused, type Fault } from './problem.js';

const MOST_FAULTS = 20;

/** Checks what the client sent against the zod schema of the parameter: all faults at once, each with where it is. */
@Injectable()
export class SchemaPipe implements PipeTransform {
  transform(value: unknown, { schema, type, data }: ArgumentMetadata): unknown {
    if (schema === undefined || type === 'custom') return value;
    const result = (schema as unknown as z.ZodType).safeParse(value);
    if (result.success) return result.data;
    const prefix = PREFIXES[type] ?? '';
    const faults = result.error.issues.flatMap((issue) => faultsOf(issue, value, prefix, data === undefined ? [] : [String(data)]));
    throw new RequestRefused(422, 'request.invalid', summaryOf(faults), {
      errors: faults.slice(0, MOST_FAULTS),
      remedy: 'Correct the fields named in errors.',
    });
  }
}

const PREFIXES: Partial<Record<ArgumentMetadata['type'], string>> = { query: '?', param: ':' };

// A rule of our own about several fields may point to one that is not there, and keeps its words.
const CODES_OF_MISSING: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value', 'invalid_union']);

function faultsOf(issue: z.core.$ZodIssue, value: unknown, prefix: string, parent: readonly string[]): Fault[] {
  const path = [...parent, ...issue.path.map(String)];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: pointerTo([...path, key], prefix), code: 'unknown-field', detail: 'is not a field of this request' }));
  const isMissing = CODES_OF_MISSING.has(issue.code) && valueAt(value, issue.path) === undefined;
  return [
    {
      pointer: pointerTo(path, prefix),
      code: isMissing ? 'missing' : issue.code.replaceAll('_', '-'),
      detail: isMissing ? 'is missing' : issue.message,
    },
  ];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inside, key) => (inside as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
}

// RFC 6901 for a body; query and path parameters have no pointer of their own.
function pointerTo(path: readonly string[], prefix: string): string {
  if (prefix !== '') return prefix + path.join('.');
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function summaryOf([first, ...others]: readonly Fault[]): string {
  if (!first) return 'The request does not fit.';
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  return `${first.pointer || 'The body'}: ${first.detail}${more}`;
}
