import pg from 'pg';
import { DataSource, type MigrationInterface, type MixedList } from 'typeorm';
import { migrations as dataMigrations } from './migrations/index.js';

// Our 64-bit numbers count rows and milliseconds, far below 2^53: plain numbers hold them.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** How long a statement may wait for a lock or run before it fails, in milliseconds: nobody waits for ever. */
const LOCK_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/**
 * A host that vanishes without a word leaves connections that never answer. A little later than the server itself would
 * have given up, we do: then the connection is dropped and the next query takes a new one.
 */
const QUERY_TIMEOUT_MS = 35_000;
export const CONNECT_TIMEOUT_MS = 5000;

/**
 * A client whose errors never end the process. The pool and TypeORM listen too, but not at every moment: while a client
 * is handed from one to the other nobody does, and a server that cuts connections just then would take us along.
 */
class SteadyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

export interface DataSourceSettings {
  readonly url: string;
  readonly entities: MixedList<new () => object>;
  readonly poolSize: number;
  /** Those of the data, unless said otherwise. */
  readonly migrations?: readonly (new () => MigrationInterface)[];
}

/** Connections to one PostgreSQL. Migrations use a data source of their own, as the owner of the tables. */
export function createDataSource({
  url,
  entities,
  poolSize,
  migrations = dataMigrations,
}: DataSourceSettings): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: Object.values(entities),
    migrations: [...migrations],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    poolSize,
    // Statements and their parameters hold sealed words; they are never logged.
    logging: false,
    // An idle connection that breaks must not end the process; the next query takes a new one.
    poolErrorHandler: () => undefined,
    extra: {
      lock_timeout: LOCK_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      Client: SteadyClient,
    },
  });
}
