import { deadLetterOf } from '../../libs/messaging/src/dead-letter.js';
import { at, document, expectHeaders, type Message } from './asyncapi-document.js';

it.each(['a text', null])('C55 the headers of an event that was given up, with %s for data, are those of the AsyncAPI document', (payload) => {
  const row = {
    seq: 1,
    handler: 'intake.project-timeline',
    key: 'k',
    event_id: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a42',
    type: 'complaint.closed.v1',
    source: '/redress/resolution',
    sequence: 7,
    topic: 'resolution.events',
    partition: 3,
    record_offset: '12',
    headers: {},
    payload,
    state: 'dead' as const,
    reason: 'failed' as const,
    attempts: 12,
  };
  const letter = deadLetterOf(
    { service: 'intake', source: '/redress/intake', row, error: 'TypeError', attempts: 12, at: new Date(0) },
    Buffer.from('x'),
  );
  const channel = Object.values(document.channels).find(({ address }) => address === letter.topic)!;
  const message = at<Message>(Object.values(channel.messages)[0]!);
  expect(message.name).toBe(letter.type);
  expectHeaders(message, letter.headers);
});
