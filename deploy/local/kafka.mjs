import { dockerAnswers, startKafkaInDocker } from './kafka-docker.mjs';
import { fetchJars, hasJars, hasMaven, jarFolder } from './kafka-jars.mjs';
import { findJava, OLDEST_JAVA } from './java.mjs';
import { startKafkaProcess } from './kafka-process.mjs';
import { Remedy } from './say.mjs';

const INSTALL =
  process.platform === 'darwin' ? '`brew install openjdk maven`' : '`apt-get install openjdk-17-jre-headless maven` or the like of your system';

/** How a broker can be had on this machine: 'java' (a child process) or 'docker'; else one sentence says what to install. */
export function chooseBroker() {
  const java = findJava();
  if (java.command && (hasJars(jarFolder()) || hasMaven())) return { way: 'java', java };
  if (dockerAnswers()) return { way: 'docker' };
  const missing = java.command ? 'Maven' : `Java ${OLDEST_JAVA} or newer${java.found.length ? ` (${java.found.join(', ')})` : ''}`;
  throw new Remedy(
    `Redress needs an Apache Kafka broker, but ${missing} is missing: install it (${INSTALL}), or start Docker, or give the address of a broker in KAFKA_BROKERS; \`EVENTS=postgres npm start\` needs none.`,
  );
}

/** Fetches what the broker needs before its first start. */
export async function fetchBroker(choice, { dataDir, stop }) {
  if (choice.way === 'java') await fetchJars({ dataDir, stop });
}

/** Starts one real broker with its data in `<dataDir>/kafka`; it answers when this returns. */
export async function startKafka({ dataDir, choice = chooseBroker(), record = () => {}, port, advertisedPort, settings, users }) {
  await fetchBroker(choice, { dataDir });
  if ((advertisedPort || settings) && choice.way !== 'java') throw new Remedy('Only a broker in Java can be told to do it otherwise: install Java.');
  if (choice.way === 'docker') return startKafkaInDocker({ dataDir });
  return startKafkaProcess({ dataDir, java: choice.java, jars: jarFolder(), record, port, advertisedPort, settings, users });
}
