import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chooseEvents } from './events.mjs';
import { loopEnvironment, refuseTakenPort, startLoop } from './loop.mjs';
import { dataFolder, REPOSITORY } from './places.mjs';
import { Remedy, say } from './say.mjs';
import { loopSecrets } from './secrets.mjs';
import { endAbandoned, endLeftovers, refuseFullDisk, refuseSecondStart, runningLoop } from './state.mjs';
import { setUp } from './set-up.mjs';
import { awaitStop } from './stop-signal.mjs';

const TOKEN_EXAMPLE = 'npm run -s token -- --role agent --name Minji';

/** Sets up, starts the loop of this folder, says where it is, and stays until Ctrl-C. */
export function startAndStay({ exit = false }) {
  return withLoop({ dataDir: dataFolder(), port: chosenPort() }, (loop, end) => {
    welcome(loop);
    return exit ? 0 : end.reached;
  });
}

/** Plays a program on the loop of this folder: the one that runs, or one that it starts and, without `exit`, leaves running until Ctrl-C. */
export async function playOn({ program, options, words, exit = false }) {
  const running = runningLoop(dataFolder());
  if (running) {
    refuseOtherEvents(running);
    await setUp({ dataDir: dataFolder(), withBroker: false });
    say(`✓ using the loop that runs at ${running.url}`);
    const { url, events, brokers, databaseUrl } = running;
    return play(program, words, { env: loopEnvironment({ url, events, brokers, databaseUrl, secrets: loopSecrets(dataFolder()) }) });
  }
  let played = false;
  const answerFirst = async () => {
    const answer = await answerWords(options, words);
    played = answer !== undefined;
    return answer;
  };
  const code = await withLoop({ dataDir: dataFolder(), port: chosenPort(), answerFirst }, async (loop, end) => {
    const outcome = await play(program, words, { env: loop.env, stop: end.signal });
    played = true;
    if (exit || outcome !== 0) return outcome;
    welcome(loop);
    return end.reached;
  });
  return played ? code : code || INTERRUPTED;
}

/** Runs the measurements, which start a loop of their own in a temporary folder; Ctrl-C ends it, too. */
export async function measure(words) {
  const end = awaitStop();
  const events = process.env.EVENTS || undefined;
  await setUp({ dataDir: dataFolder(), withBroker: events !== 'postgres' && !process.env.KAFKA_BROKERS, stop: end.signal });
  await endAbandoned(os.tmpdir());
  const { bench } = await import(pathToFileURL(programFile('dist/test/bench/main.js')).href);
  let loop;
  const startForBench = async (options) => (loop = await startLoop({ events, ...options, signal: end.signal, onGivingUp: end.because }));
  const interrupted = end.reached.then(async () => {
    await loop?.stop();
    if (loop) rmSync(loop.dataDir, { recursive: true, force: true });
    return INTERRUPTED;
  });
  return Promise.race([
    bench(words, startForBench, (line) => process.stdout.write(`${line}\n`)).catch((error) =>
      end.signal.aborted ? interrupted : Promise.reject(error),
    ),
    interrupted,
  ]);
}

const INTERRUPTED = 130;

/** The port of the gateway; 0 takes any that is free. */
export function chosenPort({ PORT: wanted } = process.env) {
  const port = Number(wanted || 8080);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Remedy(`PORT is "${wanted}": say a whole number up to 65535, for example \`PORT=8090 npm start\`.`);
}

async function withLoop({ dataDir, port, answerFirst = async () => undefined }, use) {
  const host = process.env.HOST || '127.0.0.1';
  refuseSecondStart(dataDir);
  refuseFullDisk(dataDir);
  await endLeftovers(dataDir);
  if (port) await refuseTakenPort(port, host);

  const end = awaitStop();
  let loop;
  try {
    const kafkaBrokers = process.env.KAFKA_BROKERS || undefined;
    const { events, note } = chooseEvents({ dataDir, events: process.env.EVENTS, kafkaBrokers });
    if (note) say(note);
    await setUp({ dataDir: dataFolder(), withBroker: events === 'kafka' && !kafkaBrokers, stop: end.signal });
    const answer = await answerFirst();
    if (answer !== undefined) return answer;
    const given = { databaseUrl: process.env.DATABASE_URL || undefined, kafkaBrokers, events };
    loop = await startLoop({ dataDir, port, host, ...given, durable: true, quiet: false, mend: true, signal: end.signal, onGivingUp: end.because });
    return await Promise.race([use(loop, end), end.reached]);
  } catch (error) {
    if (end.signal.aborted) return end.reached;
    throw error;
  } finally {
    if (loop) {
      await loop.stop();
      say('✓ stopped, nothing is left running');
    }
  }
}

/** Who asks for help, or writes what cannot be meant, needs no loop for the answer: the exit code, undefined when there is something to play. */
async function answerWords(options, words) {
  const { optionsOf, HELP, UsageFault } = await import(pathToFileURL(programFile(options)).href);
  try {
    if (!optionsOf(words).help) return undefined;
    process.stdout.write(HELP);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageFault)) throw error;
    say(error.message);
    return 2;
  }
}

function refuseOtherEvents({ url, events }) {
  const { EVENTS: wanted } = process.env;
  if (!wanted || wanted === events) return;
  throw new Remedy(`The loop that runs at ${url} has its events in ${events}: stop it first, or leave EVENTS away.`);
}

function programFile(program) {
  const file = path.join(REPOSITORY, program);
  if (!existsSync(file)) throw new Remedy(`${program} is missing: this version has no such program.`);
  return file;
}

function play(program, words, { env, stop }) {
  const file = programFile(program);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', file, ...words], { stdio: 'inherit', env: { ...process.env, ...env } });
    stop?.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
    child.once('error', reject).once('exit', (code) => resolve(code ?? INTERRUPTED));
  });
}

function welcome({ url }) {
  say(`
Redress runs at ${url}
  the interface   ${url}/docs
  a token         ${TOKEN_EXAMPLE}
  the logs        ${path.relative(process.cwd(), path.join(dataFolder(), 'logs')) || '.'}
Ctrl-C stops it.`);
}
