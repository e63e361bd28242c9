import { parseArgs } from 'node:util';
import { chooseEvents } from './events.mjs';
import { migrate } from './migrate.mjs';
import { dataFolder } from './places.mjs';
import { runChaos } from './run-chaos.mjs';
import { measure, playOn, startAndStay } from './run-loop.mjs';
import { Remedy } from './say.mjs';
import { loopSecrets } from './secrets.mjs';
import { build, setUp } from './set-up.mjs';
import { runChecks } from './run-check.mjs';
import { runEvents } from './run-events.mjs';
import { runTests } from './run-tests.mjs';
import { developmentToken, tokenRequest } from './token.mjs';

const brokerNeeded = () => {
  const { KAFKA_BROKERS: kafkaBrokers, EVENTS: events } = process.env;
  return !kafkaBrokers && chooseEvents({ dataDir: dataFolder(), events }).events === 'kafka';
};

/** What the root scripts of package.json call, by name; each takes the words after `--` and returns the exit code. */
export const COMMANDS = {
  /** The loop, until Ctrl-C. */
  async start(words) {
    const { exit } = read('start', words, { exit: { type: 'boolean' } });
    return startAndStay({ exit });
  },

  /** The loop (or the one that runs), and the story on it. */
  async story(words) {
    const exit = words.includes('--exit');
    const story = { program: 'dist/test/story/main.js', options: 'dist/test/story/options.js' };
    return playOn({ ...story, words: words.filter((word) => word !== '--exit'), exit });
  },

  /** The measurements, on a loop of their own with empty data. */
  async bench(words) {
    return measure(words);
  },

  /** Faults of every kind on a loop of their own, and a checker afterwards. */
  async chaos(words) {
    return runChaos(words);
  },

  /** Format, lint, types, architecture and unit tests: no database. */
  async check(words) {
    read('check', words, {});
    await setUp({ dataDir: dataFolder(), withBroker: false });
    return runChecks();
  },

  /** Everything: what CI does. */
  async test(words) {
    await setUp({ dataDir: dataFolder(), withBroker: !process.env.KAFKA_BROKERS });
    delete process.env.EVENTS; // each test says by itself which log it is about
    return runTests(words);
  },

  /** Schemas, roles, migrations and topics on the servers of DATABASE_URL and KAFKA_BROKERS. */
  async migrate(words) {
    const { 'no-set-up': ready } = read('migrate', words, { 'no-set-up': { type: 'boolean' } });
    if (!ready) await setUp({ dataDir: dataFolder(), withBroker: false });
    return migrate({ dataDir: dataFolder() });
  },

  /** A token of the development issuer, on stdout. */
  async token(words) {
    const request = tokenRequest(read('token', words, { role: { type: 'string' }, name: { type: 'string' }, hours: { type: 'string' } }));
    await setUp({ dataDir: dataFolder(), withBroker: false });
    const { token: secret } = loopSecrets(dataFolder());
    process.stdout.write(`${await developmentToken({ secret, audience: process.env.AUTH_AUDIENCE || 'redress', ...request })}\n`);
  },

  /** What got stuck between the services: parked events, lag, outbox, replay. */
  async events(words) {
    return runEvents(words);
  },

  /** Only what a fresh clone needs. */
  async 'set-up'() {
    await setUp({ dataDir: dataFolder(), withBroker: brokerNeeded() });
  },

  /** Only the build. */
  async build() {
    await build(dataFolder());
  },
};

function read(command, words, options) {
  try {
    return parseArgs({ args: words, options }).values;
  } catch (error) {
    throw new Remedy(`${error.message.split('. ')[0]}; \`npm run ${command} -- --help\` shows what there is.`);
  }
}
