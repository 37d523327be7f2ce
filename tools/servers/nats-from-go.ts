import { join } from 'node:path';
import { NATS_RELEASE } from './nats-source.ts';
import type { NatsServerSource } from './nats-source.ts';
import { lastLine, runCommand } from './run-command.ts';

/** nats-server built from source, on machines that have Go 1.24 or newer. */
export const fromGo: NatsServerSource = {
  name: 'go install',
  fetch: async (folder, say) => {
    const go = await runCommand('go', ['version'], { timeoutMs: 10_000 });
    const version = /go(\d+)\.(\d+)/.exec(go.stdout);
    if (go.code !== 0 || version === null) return undefined;
    if (Number(version[1]) === 1 && Number(version[2]) < 24)
      throw new Error(`Go ${version[1]}.${version[2]} is older than 1.24`);
    say(`building nats-server ${NATS_RELEASE} with go`);
    const built = await runCommand('go', ['install', `github.com/nats-io/nats-server/v2@v${NATS_RELEASE}`], {
      env: { ...process.env, GOBIN: folder },
      timeoutMs: 300_000,
    });
    if (built.code !== 0) throw new Error(lastLine(built));
    return join(folder, 'nats-server');
  },
};
