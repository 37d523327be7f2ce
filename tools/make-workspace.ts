/**
 * `npm run workspace -- --name "Acme" --admin "Ada Lovelace" --email ada@acme.example`: makes a workspace on the installation of NATS_URL
 * (NATS_USER, NATS_PASSWORD: the operator's), and prints the link behind which its first admin chooses a password. `--id` is the
 * workspace's, for ever; else it is made from the name. CONSOLE_URL is where the console is. Again for the same workspace, it prints another link.
 */
import { parseArgs } from 'node:util';
import { describeError } from '@holdfast/jetstream';
import { ActionableFailure } from './servers/failure.ts';
import { idFor, makeNewWorkspace } from './start/new-workspace.ts';

const USAGE = 'npm run workspace -- --name "Acme" --admin "Ada Lovelace" --email ada@acme.example [--id acme]';

try {
  const { values } = parseArgs({
    options: { name: { type: 'string' }, admin: { type: 'string' }, email: { type: 'string' }, id: { type: 'string' } },
  });
  const { name = '', admin = '', email = '', id = idFor(name) } = values;
  if (name === '' || admin === '' || email === '')
    throw new ActionableFailure('It takes a name, an admin and their e-mail address.', USAGE);
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id))
    throw new ActionableFailure(
      `No id can be made of ${JSON.stringify(values.id ?? name)}.`,
      'Give one with --id: letters a-z, digits and hyphens.',
    );
  const { NATS_URL = 'nats://127.0.0.1:4222', CONSOLE_URL = 'http://localhost:8080' } = process.env;
  const made = await makeNewWorkspace(
    { name, id, admin: { name: admin, email } },
    { url: NATS_URL, user: process.env['NATS_USER'], password: process.env['NATS_PASSWORD'] },
    AbortSignal.timeout(60_000),
  );
  const said = made.isNew
    ? `Workspace ${id} is there.`
    : `Workspace ${id} was there already; this link holds instead of the one before.`;
  const link = `${CONSOLE_URL.replace(/\/$/, '')}/invitation#${made.token}`;
  process.stdout.write(`${said} Until ${made.expiresAt} ${email} chooses a password at\n\n  ${link}\n\n`);
} catch (error) {
  process.stderr.write(
    error instanceof ActionableFailure ? `${error.message}\n${error.cure}\n` : `${describeError(error)}\n${USAGE}\n`,
  );
  process.exitCode = 1;
}
// A connection that was never made would go on trying.
process.exit();
