import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const optional = z
  .string()
  .optional()
  .transform((value) => (value === '' ? undefined : value));
/** `<per second>/<burst>`. */
const rate = z
  .string()
  .regex(/^\d{1,6}\/\d{1,7}$/, 'must be <per second>/<burst>')
  .transform((text) => {
    const [perSecond = 0, burst = 0] = text.split('/').map(Number);
    return { perSecond, burst };
  });

/** The environment of the gateway. */
export const configSchema = z.object({
  NATS_URL: z.string().min(1).default('nats://127.0.0.1:4222'),
  NATS_USER: optional,
  NATS_PASSWORD: optional,
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(8_080),
  /** Proxies whose word on where a request comes from is believed: addresses, networks, `loopback`, `uniquelocal`, by commas. */
  TRUSTED_PROXIES: z.string().min(1).default('loopback'),
  /** The sample shop is served here, as somebody else's site would be; empty: nowhere. */
  SHOP_PORT: z.union([z.literal('').transform(() => undefined), port]).optional(),
  /** Where browsers reach the console and the API. */
  PUBLIC_URL: z.url().default('http://localhost:8080'),
  /** Where browsers reach the widget: an origin of its own in production. */
  WIDGET_URL: z.url().default('http://localhost:8080/widget'),
  /** Built apps; empty: not served. */
  CONSOLE_DIR: optional,
  WIDGET_DIR: optional,
  SHOP_DIR: optional,
  /** The site whose widget the sample shop shows. */
  SHOP_SITE: z.string().default('demo'),
  /** Signs and checks access tokens; the workspace service has the same one. */
  TOKEN_SECRET: z.string().min(32, 'must have at least 32 characters'),
  /** Commands a second and at once, of one connection, visitor, agent, workspace. */
  RATE_CONNECTION: rate.default({ perSecond: 50, burst: 400 }),
  RATE_VISITOR: rate.default({ perSecond: 10, burst: 100 }),
  RATE_AGENT: rate.default({ perSecond: 40, burst: 400 }),
  RATE_WORKSPACE: rate.default({ perSecond: 5_000, burst: 20_000 }),
  /** Frames of any kind of one connection. */
  RATE_FRAMES: rate.default({ perSecond: 100, burst: 1_000 }),
  /** Visitors' tokens and sign-ins, of one network address, a minute. */
  TOKENS_PER_MINUTE: z.coerce.number().int().min(1).default(3_000),
  SIGN_INS_PER_MINUTE: z.coerce.number().int().min(1).default(60),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DURABILITY: z.enum(['power-safe', 'process-safe']).default('power-safe'),
  /** "1": the process ends when its standard input does, because its supervisor is gone. */
  SUPERVISED: z.enum(['', '0', '1']).default('0'),
});
export type Config = z.infer<typeof configSchema>;

/** The environment cannot be used; the message names every variable that is wrong, and no value. */
export class BadConfiguration extends Error {
  override readonly name = 'BadConfiguration';
}

/** @throws BadConfiguration */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const read = configSchema.safeParse(environment);
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new BadConfiguration(`The environment of the gateway is not usable:\n${lines.join('\n')}`);
}
