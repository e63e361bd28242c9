import { ALL_EVENTS } from './all-events.js';

/** Partitions of every topic: fixed, because a key must stay in its partition for ever. */
export const TOPIC_PARTITIONS = 4;

/** Every topic that the contracts name. */
export const TOPICS: readonly string[] = [...new Set(ALL_EVENTS.map((contract) => contract.topic))];

/** Where a service tells of events that it had to give up; as many partitions as every topic. */
export function deadLetterTopicOf(service: string): string {
  return `${service}.dead-letter`;
}
