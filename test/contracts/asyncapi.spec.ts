import { ALL_EVENTS, contractOf, deadLetterTopicOf, parseWireType, TOPIC_PARTITIONS, TOPICS } from '#libs/contracts';
import { DISCARDED, GIVEN_UP } from '#libs/messaging';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eventSchemas, type JsonSchema } from '../../deploy/generate/event-schemas.js';
import { loopServices } from '../../deploy/generate/loop-services.js';
import { at, CONTRACTS, document, expectHeaders, headersOf, namesOf, type Channel, type Operation } from './asyncapi-document.js';
import { readerOf } from './published-schema.js';

const SERVICES = loopServices();

describe('C55 the AsyncAPI document is true', () => {
  it('about topics: those of the events and one for what each hearing service gave up', () => {
    const hearing = SERVICES.filter(({ hears }) => hears.length > 0).map(({ name }) => deadLetterTopicOf(name));
    const channels = Object.values(document.channels);
    expect(channels.map(({ address }) => address).sort()).toEqual([...TOPICS, ...hearing].sort());
    for (const { address, bindings } of channels) expect(bindings.kafka).toMatchObject({ topic: address, partitions: TOPIC_PARTITIONS });
  });

  it('about messages: every event in every version, in the topic of its contract, and stand-ins in all', () => {
    const inTopics = TOPICS.flatMap((topic) => {
      const channel = Object.values(document.channels).find(({ address }) => address === topic)!;
      return namesOf(Object.values(channel.messages)).map((name) => [name, topic]);
    });
    const expected = [
      ...[...eventSchemas().keys()].map((wireType) => [wireType, contractOf(parseWireType(wireType).type)!.topic]),
      ...TOPICS.map((topic) => [DISCARDED, topic]),
    ];
    expect(inTopics.sort()).toEqual(expected.sort());
  });

  it.each(SERVICES.map((service) => [service.name, service] as const))('about what %s emits and hears, and by which handler', (name, { hears }) => {
    const of = (action: Operation['action']): Operation[] =>
      Object.entries(document.operations)
        .filter(([key, operation]) => key.startsWith(`${name}.`) && operation.action === action)
        .map(([, operation]) => operation);
    const emitted = ALL_EVENTS.filter(({ owner, isOfEarlierBuilds }) => owner === name && !isOfEarlierBuilds).map(({ wireType }) => wireType);
    expect(
      of('send')
        .flatMap(({ messages }) => namesOf(messages))
        .sort(),
    ).toEqual([...emitted, ...(emitted.length > 0 ? [DISCARDED] : []), ...(hears.length > 0 ? [GIVEN_UP, DISCARDED] : [])].sort());
    const heard = new Set(hears.flatMap(({ contracts }) => contracts.map(({ type }) => type)));
    expect(
      of('receive')
        .flatMap(({ messages }) => namesOf(messages))
        .sort(),
    ).toEqual([...eventSchemas().keys()].filter((wireType) => heard.has(parseWireType(wireType).type)).sort());
    const told = of('receive')
      .map(({ description }) => description)
      .join(' ');
    for (const handler of hears) expect(told).toContain(handler.name);
    for (const { channel } of [...of('send'), ...of('receive')]) expect(at<Channel>(channel).address).toBeDefined();
  });

  it.each(
    Object.values(document.components.messages)
      .filter(({ name }) => name !== DISCARDED) // a test of its own
      .map((message) => [message.name, message] as const),
  )('%s: its examples keep its schema', (name, message) => {
    if (name === GIVEN_UP) return expect(message.examples).toBeUndefined(); // whatever the lost event carried
    const schema = at<JsonSchema>(message.payload);
    expect(schema['$id']).toBe(`urn:redress:event:${name}`);
    const examples = [...message.examples!.map(({ payload }) => payload), ...(schema['examples'] as unknown[])];
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) expect(readerOf(schema).safeParse(example).error).toBeUndefined();
    expect(readerOf(schema).safeParse({}).success).toBe(false);
  });
});

describe('C55 the headers are those on the wire', () => {
  it.each(readdirSync(path.join(CONTRACTS, 'golden')))('of %s', (file) => {
    const { headers } = JSON.parse(readFileSync(path.join(CONTRACTS, 'golden', file), 'utf8')) as { headers: Record<string, string> };
    const message = Object.values(document.components.messages).find(({ name }) => name === headers['ce_type'])!;
    expectHeaders(message, headers);
    expect(Object.keys(headersOf(message).properties).filter((name) => !(name in headers))).toEqual([]); // none that nobody sends
  });
});
