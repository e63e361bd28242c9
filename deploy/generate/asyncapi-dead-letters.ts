import { deadLetterTopicOf, TOPIC_PARTITIONS } from '#libs/contracts';
import { DISCARDED, GIVEN_UP } from '#libs/messaging';
import { keyOf, ref } from './asyncapi-keys.js';
import { standInHere } from './asyncapi-stand-ins.js';
import type { LoopService } from './loop-services.js';

type Named = [name: string, part: object];

/** The topics in which services tell of events that they gave up. */
export function deadLetterChannels(services: readonly LoopService[]): Named[] {
  return hearing(services).map(({ name }) => {
    const topic = deadLetterTopicOf(name);
    return [
      keyOf(topic),
      {
        address: topic,
        title: topic,
        description: `Events that ${name} could not apply and gave up: for people and alarms, heard by no service.`,
        messages: Object.fromEntries([[keyOf(GIVEN_UP), ref(`components/messages/${keyOf(GIVEN_UP)}`)], standInHere]),
        bindings: { kafka: { topic, partitions: TOPIC_PARTITIONS, bindingVersion: '0.5.0' } },
      },
    ];
  });
}

/** What stands in those topics: the event as it was, and why nobody could apply it. */
export function deadLetterMessage(): Named {
  return [
    keyOf(GIVEN_UP),
    {
      name: GIVEN_UP,
      title: 'event given up',
      summary: 'An event that failed at every attempt; its data are unchanged.',
      contentType: 'application/json',
      traits: [ref('components/messageTraits/cloudEvent'), ref('components/messageTraits/deadLetter')],
      payload: { description: 'The data of the lost event, whatever they were: see dead_type.' },
      bindings: { kafka: { key: { type: 'string', description: 'The handler and the key of the lost event.' }, bindingVersion: '0.5.0' } },
    },
  ];
}

/** Who sends dead letters: every service that hears something. */
export function deadLetterOperations(services: readonly LoopService[]): Named[] {
  return hearing(services).map(({ name }) => {
    const channel = `channels/${keyOf(deadLetterTopicOf(name))}`;
    const title = `${name} gives up`;
    return [
      `${name}.gives-up`,
      {
        action: 'send',
        title,
        summary: `${title}.`,
        channel: ref(channel),
        messages: [GIVEN_UP, DISCARDED].map((type) => ref(`${channel}/messages/${keyOf(type)}`)),
      },
    ];
  });
}

function hearing(services: readonly LoopService[]): LoopService[] {
  return services.filter(({ hears }) => hears.length > 0);
}
