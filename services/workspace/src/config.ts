import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const optional = z
  .string()
  .optional()
  .transform((value) => (value === '' ? undefined : value));

/** The environment of the workspace service. */
export const configSchema = z.object({
  NATS_URL: z.string().min(1).default('nats://127.0.0.1:4222'),
  NATS_USER: optional,
  NATS_PASSWORD: optional,
  /** Postgres, for the role `holdfast_workspace`. */
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address'),
  /** Where health and metrics are served. */
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(8083),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DURABILITY: z.enum(['power-safe', 'process-safe']).default('power-safe'),
  /** Signs access tokens; the gateway has the same one. */
  TOKEN_SECRET: z.string().min(32, 'must have at least 32 characters'),
  /** "1": the process ends when its standard input does, because its supervisor is gone. */
  SUPERVISED: z.enum(['', '0', '1']).default('0'),
});
export type Config = z.infer<typeof configSchema>;
export const CONFIG = Symbol('configuration');

/** The environment cannot be used; the message names every variable that is wrong, and no value. */
export class BadConfiguration extends Error {
  override readonly name = 'BadConfiguration';
}

/** @throws BadConfiguration */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const read = configSchema.safeParse(environment);
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new BadConfiguration(`The environment of the workspace service is not usable:\n${lines.join('\n')}`);
}

/** The configuration as it may be logged: no secret, no password within an address. */
export function redacted(config: Config): Record<string, unknown> {
  return {
    ...config,
    TOKEN_SECRET: '…',
    NATS_PASSWORD: config.NATS_PASSWORD === undefined ? undefined : '…',
    DATABASE_URL: config.DATABASE_URL.replace(/:[^:@/]*@/, ':…@'),
  };
}
