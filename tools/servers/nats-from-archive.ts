import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NATS_RELEASE } from './nats-source.ts';
import type { NatsServerSource } from './nats-source.ts';
import { lastLine, runCommand } from './run-command.ts';

const OFFICIAL_RELEASES = 'https://github.com/nats-io/nats-server/releases/download';
const PLATFORMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin' };
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The project's own release archive, accepted only when it matches the SHA256SUMS published beside it. */
export const fromReleaseArchive: NatsServerSource = {
  name: 'release archive',
  fetch: async (folder, say) => {
    const platform = PLATFORMS[process.platform];
    const architecture = ARCHITECTURES[process.arch];
    if (platform === undefined || architecture === undefined) return undefined;
    const base = `${process.env['HOLDFAST_NATS_RELEASES'] ?? OFFICIAL_RELEASES}/v${NATS_RELEASE}`;
    const name = `nats-server-v${NATS_RELEASE}-${platform}-${architecture}`;
    say(`downloading ${name}.tar.gz`);
    const sums = (await download(`${base}/SHA256SUMS`)).toString('utf8');
    const expected = sums
      .split('\n')
      .find((line) => line.trim().endsWith(`${name}.tar.gz`))
      ?.trim()
      .split(/\s+/)[0];
    if (expected === undefined) throw new Error(`SHA256SUMS does not name ${name}.tar.gz`);
    const archive = await download(`${base}/${name}.tar.gz`);
    const actual = createHash('sha256').update(archive).digest('hex');
    if (actual !== expected) throw new Error(`${name}.tar.gz has the wrong SHA-256`);
    const file = join(folder, `${name}.tar.gz`);
    await writeFile(file, archive);
    const unpacked = await runCommand('tar', ['-xzf', file, '-C', folder]);
    if (unpacked.code !== 0) throw new Error(lastLine(unpacked));
    return join(folder, name, 'nats-server');
  },
};

async function download(url: string): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) }).catch((error: unknown) => {
    throw new Error('the download site does not answer', { cause: error });
  });
  if (!response.ok) throw new Error(`the download site answers ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}
