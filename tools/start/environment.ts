import { join } from 'node:path';
import { serviceRole, urlForRole } from '../servers/prepare-database.ts';
import type { DatabaseService } from '../servers/prepare-database.ts';
import type { NatsUserName } from '../servers/nats-permissions.ts';
import type { Durability } from '../servers/start-nats.ts';
import type { Secrets } from './data-folder.ts';
import type { Ports } from './ports.ts';

/** Id of the demo's site, whose widget the sample shop shows. */
export const DEMO_SITE = 'demo-shop';

/** The processes of Holdfast itself. */
export const PROCESSES = ['session', 'assignment', 'workspace', 'gateway'] as const;
export type ProcessName = (typeof PROCESSES)[number];

/** What the environment of every process is made from. */
export type Facts = {
  root: string;
  ports: Ports;
  secrets: Secrets;
  durability: Durability;
  /** Postgres for the role that prepares it. */
  databaseUrl: string;
  nats: { url: string; monitorUrl: string | undefined; credentials: (user: NatsUserName) => NatsCredentials };
};

export type NatsCredentials = { user: string | undefined; password: string | undefined };

export function publicUrls(ports: Pick<Ports, 'gateway' | 'shop'>) {
  const base = `http://localhost:${ports.gateway}`;
  return {
    console: `${base}/`,
    widget: `${base}/widget/`,
    api: `${base}/api/v1`,
    apiDocs: `${base}/api/docs`,
    // Another site than the widget's, so that the demo has the third-party frame that real pages have.
    shop: `http://127.0.0.1:${ports.shop}/`,
  };
}

/** The environment of each process, in one place. */
export function environmentOf(process: ProcessName, facts: Facts): Record<string, string> {
  return process === 'gateway' ? gatewayEnvironment(facts) : serviceEnvironment(process, facts);
}

function common(user: NatsUserName, facts: Facts): Record<string, string> {
  const { nats, durability, ports } = facts;
  const { user: name, password } = nats.credentials(user);
  return {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(user === 'operator' ? 0 : ports[user]),
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
    DURABILITY: durability,
    SUPERVISED: '1',
    NATS_URL: nats.url,
    ...(name === undefined ? {} : { NATS_USER: name }),
    ...(password === undefined ? {} : { NATS_PASSWORD: password }),
    ...(nats.monitorUrl === undefined ? {} : { NATS_MONITOR_URL: nats.monitorUrl }),
  };
}

function serviceEnvironment(service: DatabaseService, facts: Facts): Record<string, string> {
  const role = serviceRole(service);
  return {
    ...common(service, facts),
    DATABASE_URL: urlForRole(facts.databaseUrl, role, facts.secrets.roles[role] ?? ''),
    ...(service === 'workspace' ? { TOKEN_SECRET: facts.secrets.token } : {}),
  };
}

function gatewayEnvironment(facts: Facts): Record<string, string> {
  const urls = publicUrls(facts.ports);
  return {
    ...common('gateway', facts),
    TOKEN_SECRET: facts.secrets.token,
    PUBLIC_URL: new URL(urls.console).origin,
    WIDGET_URL: urls.widget.replace(/\/$/, ''),
    CONSOLE_DIR: join(facts.root, 'web-agent', 'dist', 'browser'),
    WIDGET_DIR: join(facts.root, 'web-widget', 'dist', 'browser'),
    SHOP_DIR: join(facts.root, 'web-widget', 'shop'),
    SHOP_SITE: DEMO_SITE,
    SHOP_PORT: String(facts.ports.shop),
  };
}
