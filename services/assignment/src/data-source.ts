import { DataSource } from 'typeorm';
import { Decision } from './decisions/decision.entity.ts';

/**
 * For reading, as the service's own role, whose search path leads to its tables. Every wait has an end, so that a database that hangs
 * is an error and not a standstill. `failed` hears of idle connections that break; the pool replaces them.
 */
export const makeDataSource = (url: string, failed: (error: unknown) => void): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    entities: [Decision],
    synchronize: false,
    logging: false,
    applicationName: 'holdfast-assignment',
    connectTimeoutMS: 2_000,
    poolSize: 4,
    poolErrorHandler: failed,
    // With `pipeline` a connection that did not answer in time is given up with the query.
    extra: { statement_timeout: 4_000, query_timeout: 5_000, pipeline: true },
  });
