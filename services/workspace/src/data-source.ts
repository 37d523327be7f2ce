import { DataSource } from 'typeorm';
import { directoryEntities } from './directory/directory.entity.ts';

/**
 * Postgres, for the service's own role. Every wait has an end, so that a database that hangs is an error and not a standstill.
 * `failed` hears of idle connections that break; the pool replaces them.
 */
export const makeDataSource = (url: string, failed: (error: unknown) => void): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    schema: 'workspace',
    entities: directoryEntities,
    synchronize: false,
    logging: false,
    applicationName: 'holdfast-workspace',
    connectTimeoutMS: 2_000,
    poolSize: 8,
    poolErrorHandler: failed,
    extra: {
      statement_timeout: 4_000,
      lock_timeout: 3_000,
      idle_in_transaction_session_timeout: 10_000,
      query_timeout: 5_000,
      // A connection that did not answer in time is given up with it, instead of keeping everybody waiting who gets it next.
      pipeline: true,
    },
  });
