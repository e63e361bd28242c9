import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { JsonSchema } from '../../deploy/generate/event-schemas.js';
import { readerOf } from './published-schema.js';

export interface Reference {
  $ref: string;
}
export interface Message {
  name: string;
  traits: Reference[];
  payload: Reference;
  examples?: { payload: unknown }[];
}
export interface Channel {
  address: string;
  messages: Record<string, Reference>;
  bindings: { kafka: { topic: string; partitions: number } };
}
export interface Operation {
  action: 'send' | 'receive';
  description?: string;
  channel: Reference;
  messages: Reference[];
}
interface Document {
  channels: Record<string, Channel>;
  operations: Record<string, Operation>;
  components: { messages: Record<string, Message> };
}

/** Where contracts, schemas and golden records lie. */
export const CONTRACTS = path.join(__dirname, '../../libs/contracts');

/** The committed AsyncAPI document. */
export const document = parse(readFileSync(path.join(CONTRACTS, 'asyncapi.yaml'), 'utf8')) as Document;

/** What a reference leads to, in the document or in a file beside it; throws when it leads nowhere. */
export function at<T>({ $ref }: Reference): T {
  if ($ref.startsWith('./')) return JSON.parse(readFileSync(path.join(CONTRACTS, $ref), 'utf8')) as T;
  const found = $ref
    .slice(2)
    .split('/')
    .reduce<unknown>((part, step) => (part as Record<string, unknown> | undefined)?.[step], document);
  if (found === undefined) throw new Error(`${$ref} leads nowhere`);
  return ('$ref' in (found as object) ? at(found as Reference) : found) as T;
}

/** The wire types of messages. */
export const namesOf = (messages: readonly Reference[]): string[] => messages.map((one) => at<Message>(one).name).sort();

/** The headers that a message declares through its traits. */
export const headersOf = (message: Message): { properties: Record<string, JsonSchema>; required: string[] } => {
  const all = message.traits.map((trait) => at<{ headers: { properties: Record<string, JsonSchema>; required: string[] } }>(trait).headers);
  return { properties: Object.assign({}, ...all.map(({ properties }) => properties)), required: all.flatMap(({ required }) => required) };
};

/** Fails unless a record's headers are declared, complete and of the declared form. */
export function expectHeaders(message: Message, headers: Record<string, string>): void {
  const { properties, required } = headersOf(message);
  expect(Object.keys(headers).filter((name) => !(name in properties))).toEqual([]);
  expect(required.filter((name) => !(name in headers))).toEqual([]);
  for (const [name, value] of Object.entries(headers)) expect([name, readerOf(properties[name]!).safeParse(value).success]).toEqual([name, true]);
}
