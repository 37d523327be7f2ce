import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const optional = z
  .string()
  .optional()
  .transform((value) => (value === '' ? undefined : value));

/** The environment of the session service. */
export const configSchema = z.object({
  NATS_URL: z.string().min(1).default('nats://127.0.0.1:4222'),
  NATS_USER: optional,
  NATS_PASSWORD: optional,
  /** Copies of each message: 3 on a cluster. */
  NATS_REPLICAS: z
    .enum(['1', '3'])
    .default('1')
    .transform((text) => (text === '3' ? 3 : 1)),
  /** Postgres, for the role `holdfast_session`. */
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address'),
  /** Where health and metrics are served. */
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(8081),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DURABILITY: z.enum(['power-safe', 'process-safe']).default('power-safe'),
  /** "1": the process ends when its standard input does, because its supervisor is gone. */
  SUPERVISED: z.enum(['', '0', '1']).default('0'),
});
export type Config = z.infer<typeof configSchema>;
export const CONFIG = Symbol('config');

/** The configuration as it may be logged. */
export const redacted = (config: Config): Record<string, unknown> => ({
  ...config,
  NATS_PASSWORD: config.NATS_PASSWORD === undefined ? undefined : '…',
  NATS_URL: withoutPassword(config.NATS_URL),
  DATABASE_URL: withoutPassword(config.DATABASE_URL),
});
const withoutPassword = (address: string): string => address.replace(/:[^:@/]*@/, ':…@');

/** The environment cannot be used; the message names every variable that is wrong, and no value. */
export class BadConfiguration extends Error {
  override readonly name = 'BadConfiguration';
}

/** @throws BadConfiguration */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const read = configSchema.safeParse(environment);
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new BadConfiguration(`The environment of the session service is not usable:\n${lines.join('\n')}`);
}
