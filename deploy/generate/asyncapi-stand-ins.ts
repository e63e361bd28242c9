import { DISCARDED } from '#libs/messaging';
import { keyOf, ref } from './asyncapi-keys.js';

type Named = [name: string, part: object];

/** The message that may stand in every topic, as an entry of a channel's messages. */
export const standInHere: Named = [keyOf(DISCARDED), ref(`components/messages/${keyOf(DISCARDED)}`)];

const text = (description: string, more: object = {}) => ({ type: 'string', description, ...more });

/** What stands in the place of an event that the log refused and a person gave up. */
export function standInMessage(): Named {
  return [
    keyOf(DISCARDED),
    {
      name: DISCARDED,
      title: 'event discarded',
      summary: 'Takes the place, key and number of an event that the log refused and a person gave up: nothing else comes under that number.',
      contentType: 'application/json',
      traits: [ref('components/messageTraits/cloudEvent')],
      payload: {
        type: 'object',
        required: ['eventId', 'type'],
        properties: {
          eventId: text('The event that was given up; also ce_causationid.', { format: 'uuid' }),
          type: text('Its type with the major version.'),
          reason: text('Why the log refused it, in its own word.'),
        },
      },
      bindings: { kafka: { key: text('The key of the event that was given up.'), bindingVersion: '0.5.0' } },
      examples: [
        {
          name: 'example',
          payload: { eventId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a42', type: 'complaint.closed.v1', reason: 'MESSAGE_TOO_LARGE' },
        },
      ],
    },
  ];
}
