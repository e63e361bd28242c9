import { z } from 'zod';
import * as f from './fields.js';
import { ALL_EVENTS } from './index.js';
import { personalFields } from './personal-fields.js';

const told = (data: z.ZodType): string[] => personalFields(data).map(({ pointer, why, remedy }) => `${pointer}: ${why}; ${remedy}`);

const ALL_MAJORS = ALL_EVENTS.flatMap(({ type, earlier, version, data }) =>
  [...earlier, { version, data: data as z.ZodType }].map((major) => [`${type}.v${major.version}`, major.data] as const),
);

it.each(ALL_MAJORS)('C53 %s carries no personal field', (_, data) => {
  expect(told(data)).toEqual([]);
});

describe('C53 a planted field is told with its reason and remedy', () => {
  it.each<[string, z.ZodType, string]>([
    ['free text', z.object({ answer: z.string() }), '/answer: free text could hold what a customer wrote or is called; use an id'],
    ['bounded free text', z.object({ answer: z.string().min(1).max(80) }), '/answer: free text'],
    ['free text behind optional and null', z.object({ answer: z.string().nullable().optional() }), '/answer: free text'],
    ['free text in a list of objects', z.object({ parts: z.array(z.object({ said: z.string().max(9) })) }), '/parts/*/said: free text'],
    ['free text as a key', z.object({ by: z.record(z.string(), z.int()) }), '/by/*: free text'],
    ['free text as an alternative', z.object({ what: z.union([z.uuid(), z.string()]) }), '/what: free text'],
    ['an e-mail address', z.object({ who: z.email() }), '/who: free text'],
    ['a link', z.object({ where: z.url() }), '/where: free text'],
    ['a changed text', z.object({ who: z.string().transform((text) => text.trim()) }), '/who: `pipe` can hold anything'],
    ['anything', z.object({ more: z.unknown() }), '/more: `unknown` can hold anything; say what it is'],
    ['an e-mail address that looks like a code', z.object({ email: f.code }), "/email: its name says that it holds a person's email; leave it with"],
    ['a name that looks like a code', z.object({ customerName: f.code.optional() }), "/customerName: its name says that it holds a person's name"],
    ['a telephone number', z.object({ phone: z.int() }), "/phone: its name says that it holds a person's phone"],
    ['a birthday', z.object({ birthOn: f.day }), "/birthOn: its name says that it holds a person's birth"],
    [
      'a code without end',
      z.object({ cause: z.string().register(f.textKinds, { kind: 'code' }) }),
      '/cause: a code of more than 200 characters is free text',
    ],
  ])('%s', (_, data, expected) => expect(told(data).join('\n')).toContain(expected));

  it('and what is harmless is left alone', () => {
    const harmless = z.object({
      emailId: z.uuid(),
      reason: z.enum(['late']),
      named: z.boolean(),
      causes: z.array(f.code),
      at: f.moment.optional(),
      contextCode: f.code,
    });
    expect(told(harmless)).toEqual([]);
  });
});
