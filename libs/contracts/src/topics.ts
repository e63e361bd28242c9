import { ALL_EVENTS } from './all-events.js';

/** Partitions of every topic: fixed, because a key must stay in its partition for ever. */
export const TOPIC_PARTITIONS = 4;

/** Every topic that the contracts name. */
export const TOPICS: readonly string[] = [...new Set(ALL_EVENTS.map((contract) => contract.topic))];
