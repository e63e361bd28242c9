import { randomUUID } from 'node:crypto';

/** W3C trace context of one request: the trace it belongs to, and the header that passes it on. */
export interface Trace {
  traceId: string;
  traceparent: string;
}

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

/** Continues the trace of the caller, or begins one when the header is missing or malformed. */
export function continueTrace(header: string | string[] | undefined): Trace {
  const [traceId, flags] = (typeof header === 'string' ? TRACEPARENT.exec(header)?.slice(1) : undefined) ?? [hex(), '01'];
  // The last 16 digits: the version digit of a uuid lies before them and the variant digit is never 0.
  return { traceId: traceId!, traceparent: `00-${traceId}-${hex().slice(16)}-${flags}` };
}

// randomUUID draws from a pool of random bytes that node keeps filled: much cheaper than randomBytes per request.
function hex(): string {
  return randomUUID().replaceAll('-', '');
}
