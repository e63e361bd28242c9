import { TEST_ENV } from '#libs/test-kit';
import { Body, Controller, Get, Module, Param, Patch, Post } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { Allow, ApiReply, describeApi, httpSettings, IfMatch, readConfig, uuidParam, WithoutIdempotencyKey } from './index.js';
import { bodyOf, parametersOf, successesOf, type Operation } from './openapi-operations.js';

const LetterBody = z.strictObject({ text: z.string() });
const LetterReply = z.object({ id: z.uuid(), text: z.string(), version: z.int() }).meta({ id: 'Letter' });
const ReceiptReply = z.object({ reference: z.string() });

/** Every kind of operation that the services have; nothing of it is ever called. */
@Controller('v1/letters')
class LettersController {
  @Post()
  @Allow('public', 'importer')
  @ApiReply(201, ReceiptReply)
  write(@Body({ schema: LetterBody }) _body: unknown): void {}

  @Get(':id')
  @Allow('agent', 'importer')
  @ApiReply(200, LetterReply)
  read(@Param('id', { schema: uuidParam }) _id: string): void {}

  @Patch(':id')
  @Allow('agent', 'importer')
  @ApiReply(200, LetterReply)
  change(
    @Param('id', { schema: uuidParam }) _id: string,
    @Body({ schema: LetterBody.nullable() }) _body: unknown,
    @IfMatch() _version: unknown,
  ): void {}

  @Post(':id/seal')
  @Allow('agent')
  @ApiReply(200, LetterReply)
  seal(@Param('id', { schema: uuidParam }) _id: string, @Body({ schema: LetterBody.nullish() }) _body: unknown, @IfMatch() _version: unknown): void {}

  @Post(':id/copy')
  @WithoutIdempotencyKey()
  @Allow('agent')
  @ApiReply(200, ReceiptReply)
  copy(@Param('id', { schema: uuidParam }) _id: string, @Body({ schema: LetterBody.partial().default({}) }) _body: unknown): void {}
}

@Module({ controllers: [LettersController] })
class LettersModule {}

let document: OpenAPIObject;
beforeAll(async () => (document = await describeApi(LettersModule, readConfig(z.object(httpSettings), TEST_ENV))));

const operation = (method: 'get' | 'post' | 'patch', path: string): Operation => document.paths[path]![method]!;
const asksFor = (one: Operation): string[] =>
  parametersOf(one)
    .filter((parameter) => parameter.in === 'header')
    .map(({ name }) => name);
const answersWith = (one: Operation): string[] => successesOf(one).flatMap(({ headers }) => Object.keys(headers ?? {}));
const ifMatchOf = (one: Operation) => parametersOf(one).find(({ name }) => name === 'If-Match');

const write = () => operation('post', '/v1/letters');
const read = () => operation('get', '/v1/letters/{id}');
const change = () => operation('patch', '/v1/letters/{id}');
const seal = () => operation('post', '/v1/letters/{id}/seal');
const copy = () => operation('post', '/v1/letters/{id}/copy');

describe('refusals', () => {
  it('401 and 403 also where anybody may call: a bad token and a header for few are refused there, too', () => {
    for (const one of [write(), read(), seal()]) expect(Object.keys(one.responses)).toEqual(expect.arrayContaining(['401', '403']));
  });

  it('414 where the address has a part that can be too long', () => {
    expect([read(), seal(), write()].map(({ responses }) => '414' in responses)).toEqual([true, true, false]);
    expect(document.components!.responses).toHaveProperty('Problem414');
  });

  it.each([
    ['401', 'WWW-Authenticate'],
    ['409', 'Retry-After'],
    ['415', 'Accept-Encoding'],
    ['503', 'Retry-After'],
  ])('%s says with %s what to do next', (status, header) =>
    expect(document.components!.responses![`Problem${status}`]).toMatchObject({ headers: { [header]: { schema: expect.anything() as object } } }),
  );
});

describe('headers', () => {
  it('Effective-At where an importer writes, and nowhere else', () => {
    expect([write(), change(), read(), seal()].map((one) => asksFor(one).includes('Effective-At'))).toEqual([true, true, false, false]);
  });

  it('Idempotency-Key, and the mark of a repeated answer, on every POST but those that do without', () => {
    expect([write(), seal()].map(asksFor)).toEqual([
      ['Effective-At', 'Idempotency-Key'],
      ['If-Match', 'Idempotency-Key'],
    ]);
    expect([write(), seal()].map(answersWith)).toEqual([['Idempotent-Replayed'], ['Idempotent-Replayed', 'ETag']]);
    expect([change(), copy()].map(asksFor)).toEqual([['If-Match', 'Effective-At'], []]);
    expect([change(), copy()].map(answersWith)).toEqual([['ETag'], []]);
  });

  it('ETag on an answer with a version', () => {
    expect([read(), change()].map(answersWith)).toEqual([['ETag'], ['ETag']]);
    expect(answersWith(write())).not.toContain('ETag');
  });

  it('If-Match is required, except where an importer may leave it out', () => {
    expect(ifMatchOf(seal())).toMatchObject({ required: true });
    expect(ifMatchOf(change())).toMatchObject({ required: false, description: expect.stringContaining('everybody else gets 428') });
    expect([seal(), change()].map(({ responses }) => '428' in responses)).toEqual([true, true]);
  });
});

it('a body is required unless its schema does without', () => {
  expect([write(), change(), seal(), copy()].map((one) => bodyOf(one)!.required)).toEqual([true, true, false, false]);
});

it('nothing of how it is found out stays in the document', () => {
  expect(JSON.stringify(document)).not.toMatch(/x-(?!roles)/);
});
