import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ACCESS_SETTINGS, brokerAccess } from './broker-access.mjs';
import { quietKafka } from './broker-answers.mjs';
import { SCHEMA_OWNERS } from './database.mjs';
import { REPOSITORY } from './places.mjs';
import { Remedy } from './say.mjs';

/** The topics the contracts name, and one for the dead letters of each service that hears events. */
export async function topicsOfTheLoop() {
  const contracts = path.join(REPOSITORY, 'dist/libs/contracts/src/index.js');
  if (!existsSync(contracts)) throw new Remedy('The contracts are not built: run `npm run build`.');
  // In a process of its own: tests that start a loop run in Jest, which cannot load what is built.
  const script = `import { deadLetterTopicOf, TOPIC_PARTITIONS as numPartitions, TOPICS } from ${JSON.stringify(pathToFileURL(contracts).href)};
    const topics = [...TOPICS, ...process.argv.slice(1).map(deadLetterTopicOf)];
    console.log(JSON.stringify(topics.map((topic) => ({ topic, numPartitions }))));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, ...SCHEMA_OWNERS]);
  return JSON.parse(stdout);
}

/** The topics whose partitions differ from what the contracts say: a key would move to another partition and lose its order. */
export function wrongPartitions(wanted, found) {
  const counts = new Map(found.map(({ name, partitions }) => [name, partitions.length]));
  return wanted
    .filter(({ topic, numPartitions }) => counts.get(topic) !== numPartitions)
    .map(({ topic, numPartitions }) => `${topic} has ${counts.get(topic) ?? 0} instead of ${numPartitions}`);
}

// The broker's clock, or it refuses all that a service sends whose own clock is an hour ahead. When something happened stands in the event.
const CONFIG = [{ name: 'message.timestamp.type', value: 'LogAppendTime' }];

/** Creates the topics that are missing, proves the partition counts, and waits until consumer groups can be served. */
export async function createTopics(brokers, topics, { replicationFactor = -1, env = process.env } = {}) {
  const admin = (await quietKafka(brokers, await brokerAccess(brokers, env))).admin();
  try {
    await admin.connect();
    const known = new Set(await admin.listTopics());
    const missing = topics.filter(({ topic }) => !known.has(topic));
    if (missing.length)
      await admin.createTopics({ waitForLeaders: true, topics: missing.map((topic) => ({ ...topic, replicationFactor, configEntries: CONFIG })) });
    const { topics: found } = await admin.fetchTopicMetadata({ topics: topics.map(({ topic }) => topic) });
    const wrong = wrongPartitions(topics, found);
    if (wrong.length)
      throw new Remedy(
        `The broker's topics do not fit the contracts (partitions: ${wrong.join(', ')}): give another broker, or move the topic over by hand.`,
      );
    // The first request of a group makes the broker load its offsets: here, unseen, instead of in every service.
    await coordinatorAnswers(() => admin.fetchOffsets({ groupId: 'redress-set-up', topics: [topics[0].topic] }));
  } catch (error) {
    if (error instanceof Remedy) throw error;
    throw new Remedy(
      `The broker at ${brokers} does not serve us (${error.message}): check KAFKA_BROKERS, or how it lets us in: ${ACCESS_SETTINGS.join(', ')}.`,
    );
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

// kafkajs repeats most requests by itself, but not this one.
async function coordinatorAnswers(request, withinMs = 30_000) {
  for (const until = Date.now() + withinMs; ; await sleep(50)) {
    try {
      return await request();
    } catch (error) {
      if (!/coordinator/i.test(`${error.type} ${error.message}`) || Date.now() > until) throw error;
    }
  }
}
