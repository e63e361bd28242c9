import { refusalIn, UnknownTopics } from './kafka-refusals.js';

const answered = (type: string): Error => new Error('send failed', { cause: Object.assign(new Error(type), { type }) });

it.each(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD'])('%s stays as it is', (type) =>
  expect(refusalIn(answered(type))).toBe(type),
);

it.each([
  'NOT_LEADER_FOR_PARTITION',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'REQUEST_TIMED_OUT',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'INVALID_TIMESTAMP',
])('%s may be different next time', (type) => expect(refusalIn(answered(type))).toBeUndefined());

describe('a topic that nobody knows', () => {
  const unknown = answered('UNKNOWN_TOPIC_OR_PARTITION');

  it('is refused after ten seconds, not before', () => {
    const topics = new UnknownTopics();
    expect(topics.lastingIn(unknown, ['a'], 1_000)).toBeUndefined();
    expect(topics.lastingIn(unknown, ['a'], 10_999)).toBeUndefined();
    expect(topics.lastingIn(unknown, ['a'], 11_000)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it('is new again when it was found meanwhile', () => {
    const topics = new UnknownTopics();
    topics.lastingIn(unknown, ['a'], 0);
    topics.wereFound(['a']);
    expect(topics.lastingIn(unknown, ['a'], 20_000)).toBeUndefined();
  });

  it('is not blamed for others of its batch', () => {
    const topics = new UnknownTopics();
    topics.lastingIn(unknown, ['a'], 0);
    expect(topics.lastingIn(unknown, ['a', 'b'], 20_000)).toBeUndefined();
    expect(topics.lastingIn(answered('MESSAGE_TOO_LARGE'), ['a'], 20_000)).toBeUndefined();
  });
});
