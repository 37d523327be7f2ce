/** `npm start`, on the pinned Node, with the packages installed. See options.ts for what it takes. */
import { join } from 'node:path';
import { buildAll } from '../build/build-all.ts';
import { ActionableFailure } from '../servers/failure.ts';
import { StartupFailure } from '../supervise/startup-failure.ts';
import { askedToStop } from './asked-to-stop.ts';
import { HELP, readOptions } from './options.ts';
import { choosePorts } from './ports.ts';
import { startStack } from './stack.ts';
import type { Stack } from './stack.ts';
import { summaryJson, summaryText } from './summary.ts';

const root = join(import.meta.dirname, '..', '..');
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

try {
  const options = readOptions(process.argv.slice(2), process.env, root);
  if (options.help) process.stdout.write(HELP);
  else await run(options);
} catch (error) {
  explain(error);
  process.exitCode = 1;
}
// Nothing is left to do; a handle that was forgotten somewhere must not keep the terminal.
process.exit();

async function run(options: ReturnType<typeof readOptions>): Promise<void> {
  const stopping = askedToStop(process);
  // The bootstrap's channel exists for its end only.
  process.channel?.unref();
  say('Starting Holdfast');
  let stack: Stack;
  try {
    stack = await startStack({
      ...options,
      root,
      build: () => buildAll(say),
      choosePorts: () =>
        choosePorts(
          options.port,
          { nats: options.nats !== undefined, postgres: options.databaseUrl !== undefined },
          say,
        ),
      say,
      signal: stopping.signal,
    });
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    process.exitCode = 130;
    return;
  }
  stopping.onSecond(() => {
    say('Asked again: killing what still runs.');
    return stack.supervisor.kill();
  });
  if (options.json) {
    process.stderr.write(summaryText(stack));
    process.stdout.write(`${summaryJson(stack)}\n`);
  } else process.stdout.write(summaryText(stack));
  await stopping.asked;
  say('Stopping: the gateway, the services, nats-server, Postgres');
  await stack.stop();
  say('Stopped.');
}

function explain(error: unknown): void {
  if (error instanceof ActionableFailure) say(`\n${error.message}\n${error.cure}`);
  else if (error instanceof StartupFailure) {
    say(`\n${error.message}.\nThe end of ${error.log}:\n${error.tail.map((line) => `  ${line}`).join('\n')}`);
  } else say(`\nThis should not happen: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}
