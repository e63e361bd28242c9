import { DomainError, IllegalTransition, NotFound, type Refusal } from '#libs/domain-kit';
import { HttpException } from '@nestjs/common';
import { withoutValues } from './logging.js';
import { problemOf } from './problem-of.js';
import { RequestRefused } from './problem.js';

const pgError = (code: string): Error =>
  Object.assign(new Error('insert into complaint values (…)'), { driverError: Object.assign(new Error('detail'), { code }) });

it.each<[Refusal, number]>([
  ['invalid', 422],
  ['forbidden', 403],
  ['not-found', 404],
  ['conflict', 409],
  ['stale', 412],
])('a rule that says %s is %d', (refusal, status) => {
  expect(problemOf(new DomainError('noun.wrong', 'It is wrong.', refusal), 't').problem).toMatchObject({
    status,
    code: 'noun.wrong',
    detail: 'It is wrong.',
  });
});

it('a rule names the field, what is allowed now, and what to do', () => {
  const details = { field: '/dueOn', remedy: 'Name a later day.', allowed: ['start'] };
  expect(problemOf(new DomainError('noun.wrong', 'It is wrong.', 'invalid', details), 't').problem).toMatchObject({
    errors: [{ pointer: '/dueOn', code: 'noun.wrong', detail: 'It is wrong.' }],
    remedy: 'Name a later day.',
    allowed: ['start'],
  });
  expect(problemOf(new DomainError('noun.wrong', 'It is wrong.'), 't').problem.errors).toBeUndefined();
});

it.each<[what: string, error: unknown, status: number, code: string]>([
  ['an illegal transition', new IllegalTransition('closed', 'close', []), 409, 'lifecycle.illegal-transition'],
  ['an unknown id', new NotFound('complaint'), 404, 'complaint.not-found'],
  ['a refused request', new RequestRefused(428, 'if-match.missing', '…'), 428, 'if-match.missing'],
  ['a large body', new HttpException('', 413), 413, 'request.too-large'],
  ['a status of Nest that we do not name', new HttpException('', 418), 418, 'http.418'],
  ['a fault of Fastify that Nest has wrapped', new HttpException('', 400, { cause: { code: 'FST_ERR_BAD_URL' } }), 400, 'request.address-malformed'],
  ['a fault of Fastify', Object.assign(new Error(), { statusCode: 415 }), 415, 'request.content-type'],
  ['a double', pgError('23505'), 409, 'state.already-exists'],
  ['a reference to nothing', pgError('23503'), 409, 'state.reference-missing'],
  ['a lock that is not free', pgError('55P03'), 409, 'state.busy'],
  ['a deadlock', pgError('40P01'), 409, 'state.busy'],
  ['two writers who met', pgError('40001'), 409, 'state.busy'],
  ['a value that a constraint refuses', pgError('23514'), 422, 'request.out-of-range'],
  ['a number that is too large', pgError('22003'), 422, 'request.out-of-range'],
  ['a value of the wrong form', pgError('22P02'), 422, 'request.invalid'],
  ['a text that cannot be kept', pgError('22021'), 422, 'request.invalid'],
  ['a statement that took too long', pgError('57014'), 503, 'server.unavailable'],
  ['a database that shuts down', pgError('57P01'), 503, 'server.unavailable'],
  ['a refused connection', Object.assign(new Error(), { code: 'ECONNREFUSED' }), 503, 'server.unavailable'],
  ['a pool without a free connection', new Error('timeout exceeded when trying to connect'), 503, 'server.unavailable'],
  ['a bug', new TypeError('x is not a function'), 500, 'server.fault'],
  ['something that is no error', 'oops', 500, 'server.fault'],
  ['nothing', undefined, 500, 'server.fault'],
])('%s', (_what, error, status, code) => {
  const { problem } = problemOf(error, 'trace-1');
  expect(problem).toMatchObject({ status, code, type: `urn:redress:problem:${code}`, traceId: 'trace-1' });
  expect(JSON.stringify(problem)).not.toMatch(/insert into|is not a function|oops/);
});

it.each([400, 401, 403, 405, 406, 418, 431, 451, 501])('tells what to do about a %d of which nobody thought', (status) => {
  expect(problemOf(new HttpException('', status), 't').problem).toMatchObject({ status, remedy: expect.stringMatching(/\.$/) });
});

it('tells when to come back', () => expect(problemOf(pgError('57P01'), 't').headers).toEqual({ 'retry-after': '2' }));

it('logs a database error without the values of its query', () => {
  const error = Object.assign(new Error('duplicate key'), {
    query: 'insert …',
    parameters: ['Minji'],
    driverError: Object.assign(new Error('x'), {
      code: '23505',
      constraint: 'customer_email',
      detail: 'Key (email)=(minji@example.org) already exists.',
    }),
  });
  expect(withoutValues(error)).toMatchObject({ message: 'duplicate key', code: '23505', constraint: 'customer_email' });
  expect(JSON.stringify(withoutValues(error))).not.toMatch(/Minji|minji@/);
});
