import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { readConfig, redacted } from './config.js';
import { Lifecycle } from './lifecycle.js';
import { createLog } from './logging.js';
import { createServiceApp, serviceNameOf, type AppModule, type AppSettings } from './service-app.js';
import type { httpSettings } from './settings.js';

const STOP_WITHIN_MS = 10_000;
// Whoever reads our lines may have stopped reading.
const LAST_LINES_WITHIN_MS = 500;

/**
 * Runs a service by the settings of its environment until it is told to stop.
 * Arguments: `migrate` only brings the schema up to date, `--print-config` only shows the configuration.
 */
export async function runService(app: AppModule, settings: z.ZodObject<typeof httpSettings>): Promise<void> {
  const name = serviceNameOf(app);
  let config: AppSettings;
  try {
    config = readConfig(settings);
  } catch (error) {
    return fail(createLog(name, 'info'), 'cannot start', error);
  }
  if (process.argv.includes('--print-config')) {
    process.stdout.write(`${JSON.stringify(redacted(config), null, 2)}\n`);
    return;
  }
  const log = createLog(name, config.LOG_LEVEL);
  process.on('uncaughtException', (error) => fail(log, 'uncaught error', error));
  process.on('unhandledRejection', (error) => fail(log, 'unhandled rejection', error));
  try {
    const nest = await createServiceApp(app, config, log);
    await (process.argv.includes('migrate') ? migrateOnly(nest, log) : serve(nest, config, log));
  } catch (error) {
    fail(log, 'cannot start', error);
  }
}

function fail(log: Logger, reason: string, error: unknown): void {
  log.fatal({ err: error }, reason);
  end(log, 1);
}

async function migrateOnly(nest: NestFastifyApplication, log: Logger): Promise<void> {
  const done = await nest.get(Lifecycle).connect({ migrates: true });
  log.info({ migrations: done }, 'migrated');
  await nest.close();
  end(log, 0);
}

async function serve(nest: NestFastifyApplication, config: AppSettings, log: Logger): Promise<void> {
  const lifecycle = nest.get(Lifecycle);
  if (lifecycle.hasEvents && config.EVENTS !== 'postgres' && !config.KAFKA_BROKERS?.length)
    throw new Error('KAFKA_BROKERS is missing (or EVENTS=postgres): without a log nobody would hear what happens here');
  stopOnSignal(nest, lifecycle, log);
  const migrated = await lifecycle.connect({ migrates: config.MIGRATE_ON_START === true });
  if (migrated.length > 0) log.info({ migrations: migrated }, 'migrated');
  await nest.listen(config.PORT, config.HOST);
  if (!(await lifecycle.untilMigrated())) return;
  await lifecycle.startMessaging();
  lifecycle.serve();
  log.info({ port: config.PORT }, 'serving');
}

/** Unready first, then consumers, then HTTP, then the pool; whatever hangs is cut off before the orchestrator does it. */
function stopOnSignal(nest: NestFastifyApplication, lifecycle: Lifecycle, log: Logger): void {
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    lifecycle.stopServing();
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error({ ms: STOP_WITHIN_MS }, 'did not stop in time');
      end(log, 1);
    }, STOP_WITHIN_MS).unref();
    nest.close().then(
      () => end(log, Number(process.exitCode ?? 0)),
      (error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly');
        end(log, 1);
      },
    );
  };
  let isStopping = false;
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function end(log: Logger, code: number): void {
  setTimeout(() => process.exit(code), LAST_LINES_WITHIN_MS);
  log.flush(() => process.exit(code));
}
