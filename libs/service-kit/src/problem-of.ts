import { DomainError, type Refusal } from '#libs/domain-kit';
import { HttpException } from '@nestjs/common';
import { isTransient } from '#libs/messaging';
import { httpProblem } from './http-refusals.js';
import { sqlStateOf } from './pg-error.js';
import { RequestRefused, titleOf, type Problem } from './problem.js';

/** A problem ready to be sent, and whether the fault is ours. */
export interface ProblemAnswer {
  problem: Problem;
  headers: Record<string, string>;
}

const STATUS: Record<Refusal, number> = { invalid: 422, forbidden: 403, 'not-found': 404, conflict: 409, stale: 412 };

// What a constraint of the database refuses, although no rule of ours named it before.
const SQL_STATES: Record<string, [status: number, code: string, detail: string, remedy: string]> = {
  '23505': [409, 'state.already-exists', 'Something with the same identity exists already.', 'Read it instead of creating it again.'],
  '23503': [409, 'state.reference-missing', 'Something that this refers to does not exist.', 'Check the ids.'],
  '23514': [422, 'request.out-of-range', 'A value is outside of what can be kept.', 'Check the values.'],
  '22P02': [422, 'request.invalid', 'A value has the wrong form.', 'Check the values.'],
  '22003': [422, 'request.out-of-range', 'A number is too large.', 'Check the values.'],
  '22021': [422, 'request.invalid', 'A text cannot be kept.', 'Remove characters that cannot be seen.'],
  '55P03': [409, 'state.busy', 'Somebody else is changing this just now.', 'Repeat it in a moment.'],
  '40001': [409, 'state.busy', 'Somebody else is changing this just now.', 'Repeat it in a moment.'],
  '40P01': [409, 'state.busy', 'Somebody else is changing this just now.', 'Repeat it in a moment.'],
};

/** The answer that an error becomes; what nobody foresaw is a 500 that tells nothing but the trace to quote. */
export function problemOf(error: unknown, traceId: string): ProblemAnswer {
  if (error instanceof DomainError) {
    const { field, remedy, allowed } = error.details;
    const errors = field === undefined ? undefined : [{ pointer: field, code: error.code, detail: error.message }];
    return answer(STATUS[error.refusal], error.code, error.message, traceId, { remedy, allowed, errors });
  }
  if (error instanceof RequestRefused) {
    const { remedy, errors, headers } = error.details;
    return answer(error.status, error.code, error.message, traceId, { remedy, errors }, headers);
  }
  if (error instanceof HttpException) return { problem: httpProblem(error.getStatus(), codeOf(error.cause), traceId), headers: {} };
  return (
    ofDatabase(error, traceId) ??
    ofFastify(error, traceId) ??
    answer(500, 'server.fault', 'This was not foreseen. We have noted it.', traceId, {
      remedy: 'Try again later; quote the traceId when you ask us.',
    })
  );
}

function ofDatabase(error: unknown, traceId: string): ProblemAnswer | undefined {
  const known = SQL_STATES[sqlStateOf(error) ?? ''];
  if (known) return answer(known[0], known[1], known[2], traceId, { remedy: known[3] });
  const isAway = isTransient(error) !== false;
  return isAway
    ? answer(
        503,
        'server.unavailable',
        'The database cannot be reached or is overloaded.',
        traceId,
        { remedy: 'Repeat it in a few seconds.' },
        { 'retry-after': '2' },
      )
    : undefined;
}

function ofFastify(error: unknown, traceId: string): ProblemAnswer | undefined {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500
    ? { problem: httpProblem(statusCode, codeOf(error), traceId), headers: {} }
    : undefined;
}

function codeOf(error: unknown): unknown {
  return ((error ?? {}) as { code?: unknown }).code;
}

function answer(
  status: number,
  code: string,
  detail: string,
  traceId: string,
  rest: Partial<Problem>,
  headers: Record<string, string> = {},
): ProblemAnswer {
  return { problem: { type: `urn:redress:problem:${code}`, title: titleOf(status), status, detail, code, ...rest, traceId }, headers };
}
