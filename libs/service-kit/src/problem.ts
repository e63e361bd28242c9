import { z } from 'zod';

/** One fault of a request, and where it is. */
export interface Fault {
  /** JSON pointer into the body, or `?name` / `:name` for a query or path parameter. */
  pointer: string;
  code: string;
  detail: string;
}

/** RFC 9457, with what we add: a stable code, what to do instead, and the trace to quote. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  remedy?: string;
  allowed?: readonly string[];
  errors?: Fault[];
  traceId: string;
}

export const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    code: z.string(),
    remedy: z.string().optional(),
    allowed: z.array(z.string()).optional(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
    traceId: z.string(),
  })
  .meta({ description: 'RFC 9457 problem details.' });

/** A request that HTTP itself refuses (credentials, preconditions, malformed headers); rules of the domain throw `DomainError` instead. */
export class RequestRefused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: { remedy?: string; errors?: Fault[]; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.name = 'RequestRefused';
  }
}

const TITLES: Record<number, string> = {
  400: 'The request is malformed',
  401: 'You are not signed in',
  403: 'You may not do this',
  404: 'There is no such thing',
  405: 'This method is not possible here',
  408: 'The request took too long',
  409: 'The present state does not allow this',
  412: 'It has changed since you read it',
  413: 'The request is too large',
  414: 'The address is too long',
  415: 'This content type is not understood',
  417: 'This expectation cannot be met',
  422: 'The request does not fit',
  428: 'The version you read is missing',
  429: 'Too many requests',
  431: 'The headers are too large',
  503: 'Not available just now',
};

/** The same short sentence for every problem of one status. */
export function titleOf(status: number): string {
  return TITLES[status] ?? (status >= 500 ? 'Something went wrong on our side' : 'The request was refused');
}
