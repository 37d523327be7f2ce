import { isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Durability } from '../servers/start-nats.ts';
import { ActionableFailure } from '../servers/failure.ts';

/** What the command line and the environment ask for. */
export type StartOptions = {
  help: boolean;
  json: boolean;
  reset: boolean;
  seed: boolean;
  port: number;
  dataFolder: string;
  durability: Durability;
  databaseUrl: string | undefined;
  nats: ExternalNats | undefined;
};

/** A nats-server that is not ours to start. */
export type ExternalNats = {
  url: string;
  user: string | undefined;
  password: string | undefined;
  monitorUrl: string | undefined;
};

export const DEFAULT_PORT = 8080;

export const HELP = `npm start -- [options]

  --port <number>   port of the console, the API and the widget (${DEFAULT_PORT})
  --data <folder>   where everything is kept (.data)
  --reset           begin with empty data
  --no-seed         do not fill an empty installation with the demo workspace
  --json            one line of JSON on stdout when everything is ready
  --help            this text

  DATABASE_URL      use this Postgres (16 or newer) instead of the embedded one
  NATS_URL          use this nats-server, with NATS_USER, NATS_PASSWORD and NATS_MONITOR_URL
  NATS_SERVER       run this nats-server binary
  DURABILITY        power-safe (default) or process-safe
`;

/** @throws ActionableFailure that names the option or variable that is wrong */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv, root: string): StartOptions {
  const values = parse(args);
  const databaseUrl = nonEmpty(env['DATABASE_URL']);
  if (databaseUrl !== undefined && !/^postgres(?:ql)?:\/\/./.test(databaseUrl)) {
    throw new ActionableFailure(
      'DATABASE_URL is not a postgres:// address.',
      'It looks like postgres://user:password@host:5432/database.',
    );
  }
  const nats = externalNats(env);
  if (values.reset === true && (databaseUrl !== undefined || nats !== undefined)) {
    throw new ActionableFailure(
      `--reset clears the data folder only, and ${databaseUrl === undefined ? 'NATS_URL' : 'DATABASE_URL'} points at a server elsewhere.`,
      'Unset it, or clear that server yourself (drop the schemas session, assignment and workspace; delete the CHAT_ streams).',
    );
  }
  return {
    help: values.help === true,
    json: values.json === true,
    reset: values.reset === true,
    seed: values['no-seed'] !== true,
    port: readPort(values.port),
    dataFolder: readFolder(values.data, root),
    durability: readDurability(env['DURABILITY']),
    databaseUrl,
    nats,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        reset: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
        'no-seed': { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    const sentence = error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error);
    throw new ActionableFailure(`${sentence}.`, 'npm start -- --help shows the options.');
  }
}

function readPort(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new ActionableFailure(`--port ${text} is not a port.`, 'Give a number from 1 to 65535.');
}

function readFolder(text: string | undefined, root: string): string {
  if (text === undefined || text === '') return join(root, '.data');
  return isAbsolute(text) ? text : resolve(root, text);
}

function readDurability(text: string | undefined): Durability {
  if (text === undefined || text === '' || text === 'power-safe') return 'power-safe';
  if (text === 'process-safe') return 'process-safe';
  throw new ActionableFailure(`DURABILITY=${text} is not known.`, 'It is power-safe or process-safe.');
}

function externalNats(env: NodeJS.ProcessEnv): ExternalNats | undefined {
  const text = nonEmpty(env['NATS_URL']);
  if (text === undefined) return undefined;
  let address: URL;
  try {
    address = new URL(text.includes('://') ? text : `nats://${text}`);
  } catch (error) {
    throw new ActionableFailure('NATS_URL is not an address.', 'It looks like nats://127.0.0.1:4222.', error);
  }
  const user = nonEmpty(env['NATS_USER']) ?? nonEmpty(decodeURIComponent(address.username));
  const password = nonEmpty(env['NATS_PASSWORD']) ?? nonEmpty(decodeURIComponent(address.password));
  // host alone: the client takes credentials as options of their own
  return { url: `${address.protocol}//${address.host}`, user, password, monitorUrl: nonEmpty(env['NATS_MONITOR_URL']) };
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
