import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';
import { CONFIG, type ServiceSettings } from './settings.js';

/** What a service keeps: its schema, its tables, and the steps that lead to them. */
export interface ServiceDatabase {
  schema: string;
  // Each table has its own row type; a list of them has none in common.
  // oxlint-disable-next-line typescript/no-explicit-any
  tables: readonly EntitySchema<any>[];
  migrations: readonly (new () => MigrationInterface)[];
}

export type DatabaseSettings = Pick<ServiceSettings, 'DATABASE_URL' | 'DATABASE_POOL_SIZE' | 'DATABASE_STATEMENT_TIMEOUT_MS'>;

const BIGINT = pg.types.builtins.INT8;

/** Counts come as numbers; what a number cannot hold exactly stays text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === BIGINT ? readBigint : pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

function readBigint(digits: string): number | string {
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : digits;
}

/** The service's connection to its own schema; it opens nothing until `initialize()`. */
export function dataSourceFor(database: ServiceDatabase, settings: DatabaseSettings): DataSource {
  return new DataSource({
    type: 'postgres',
    url: settings.DATABASE_URL,
    schema: database.schema,
    entities: [...database.tables],
    migrations: [...database.migrations],
    migrationsTableName: 'migration',
    applicationName: `redress-${database.schema}`,
    poolSize: settings.DATABASE_POOL_SIZE,
    connectTimeoutMS: 5_000,
    logging: false,
    installExtensions: false,
    // Named statements are planned once per connection, not at every call.
    // Unqualified names in raw SQL mean the service's own schema; a lock that is not free within 2 s becomes an answer instead of a queue.
    extra: {
      types,
      options: `-c search_path=${database.schema} -c plan_cache_mode=force_generic_plan`,
      lock_timeout: 2_000,
      statement_timeout: settings.DATABASE_STATEMENT_TIMEOUT_MS,
      // A connection that is cut without a word gives no answer at all, not even that one: then it is torn down.
      query_timeout: settings.DATABASE_STATEMENT_TIMEOUT_MS + 5_000,
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
      // Statements need not wait for each other's answers: messaging sends the last ones together with COMMIT.
      pipeline: true,
    },
  });
}

/** Gives a service its `DataSource`; closes it after the last request and the last event. */
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  static forService(database: ServiceDatabase): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [{ provide: DataSource, useFactory: (settings: DatabaseSettings) => dataSourceFor(database, settings), inject: [CONFIG] }],
      exports: [DataSource],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.db.isInitialized) await this.db.destroy();
  }
}
