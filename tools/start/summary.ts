import type { Stack } from './stack.ts';

type Shown = Pick<Stack, 'urls' | 'nats' | 'databaseUrl' | 'durability' | 'dataFolder' | 'demo'>;

/** The last words of a start, for a person. */
export function summaryText({ urls, nats, databaseUrl, durability, dataFolder, demo }: Shown): string {
  const rows: [string, string][] = [
    ['Sample shop', urls.shop],
    ['Agent console', urls.console],
    ['API docs', urls.apiDocs],
  ];
  const accounts = (demo?.accounts ?? []).map(({ role, email, password }): [string, string] => [
    role,
    `${email}  ${password}`,
  ]);
  const first: [string, string][] = demo === undefined ? [['New workspace', workspaceCommand(nats, urls.console)]] : [];
  const access: [string, string][] = [
    ['nats CLI', natsCommand(nats)],
    ['Postgres', databaseUrl],
    ['Data', `${dataFolder}  (${durability}; logs in logs/)`],
  ];
  const blocks = [rows, accounts, first, access].filter((block) => block.length > 0);
  const width = Math.max(...blocks.flat().map(([label]) => label.length));
  const text = blocks
    .map((block) => block.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`).join('\n'))
    .join('\n\n');
  return `\nHoldfast is ready.\n\n${text}\n\nCtrl-C stops everything.\n`;
}

/** The line that makes a workspace and lets its first admin in. */
function workspaceCommand({ url, user, password }: Shown['nats'], console: string): string {
  const access = { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password, CONSOLE_URL: console };
  const variables = Object.entries(access).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  return `${variables.join(' ')} npm run workspace -- --name "Acme" --admin "Ada Lovelace" --email ada@acme.example`;
}

/** The line that points the `nats` CLI at the server. */
function natsCommand({ url, user, password }: Shown['nats']): string {
  const credentials = `${user === undefined ? '' : ` --user ${user}`}${password === undefined ? '' : ` --password ${password}`}`;
  return `nats context save holdfast --select --server ${url}${credentials}`;
}

/** The same for scripts: one line of JSON. */
export function summaryJson(stack: Shown): string {
  const { urls, nats, databaseUrl, durability, dataFolder, demo } = stack;
  return JSON.stringify({
    urls,
    demo: demo ?? null,
    nats: { ...nats, cli: natsCommand(nats) },
    postgres: { url: databaseUrl },
    durability,
    dataFolder,
  });
}
