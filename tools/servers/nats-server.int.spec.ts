import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ActionableFailure } from './failure.ts';
import { fromReleaseArchive } from './nats-from-archive.ts';
import { findNatsServer } from './nats-server.ts';
import { NATS_RELEASE } from './nats-source.ts';
import type { NatsServerSource } from './nats-source.ts';
import { runCommand } from './run-command.ts';

let folder = '';
const before = { ...process.env };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-nats-'));
  process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
});

afterEach(async () => {
  process.env = { ...before };
  await rm(folder, { recursive: true, force: true });
});

/** A program that answers `--version` as a nats-server does. */
async function fakeServer(path: string, version: string): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `#!/bin/sh\necho "nats-server: v${version}"\n`);
  await chmod(path, 0o755);
  return path;
}

function sourceOf(version: string): NatsServerSource {
  return { name: 'test source', fetch: (into) => fakeServer(join(into, 'nats-server'), version) };
}

describe('findNatsServer', () => {
  test('T-NATS-1: takes a recent one from the PATH before anything else', async () => {
    const path = await fakeServer(join(folder, 'bin', 'nats-server'), '2.15.0');
    const found = await findNatsServer({ env: { PATH: join(folder, 'bin') }, sources: [sourceOf('2.99.0')] });
    expect(found).toEqual({ path, version: '2.15.0', origin: 'PATH' });
  });

  test('T-NATS-1: passes over an old one on the PATH, gets one, and finds that in the cache afterwards', async () => {
    await fakeServer(join(folder, 'bin', 'nats-server'), '2.9.10');
    const env = { PATH: join(folder, 'bin') };
    const fetched = await findNatsServer({ env, sources: [sourceOf('2.14.3')] });
    expect(fetched).toMatchObject({ version: '2.14.3', origin: 'test source' });
    const cached = await findNatsServer({ env, sources: [] });
    expect(cached).toEqual({ path: fetched.path, version: '2.14.3', origin: 'cache' });
  });

  test('T-NATS-2: refuses an old NATS_SERVER instead of taking another in silence', async () => {
    const path = await fakeServer(join(folder, 'old'), '2.14.2');
    await expect(findNatsServer({ env: { NATS_SERVER: path }, sources: [sourceOf('2.15.1')] })).rejects.toThrow(
      /NATS_SERVER names nats-server 2\.14\.2, which is older than 2\.14\.3/,
    );
  });

  test('T-NATS-3: says what every way answered, and the cure, when none works', async () => {
    const broken: NatsServerSource = { name: 'broken source', fetch: () => Promise.reject(new Error('no route')) };
    const failure = await findNatsServer({ env: { PATH: '' }, sources: [broken, sourceOf('2.10.0')] }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(ActionableFailure);
    expect(failure).toMatchObject({
      message: expect.stringMatching(/broken source: no route; test source: it has 2\.10\.0/),
      cure: expect.stringContaining('NATS_SERVER'),
    });
  });
});

describe('the release archive', () => {
  const name = `nats-server-v${NATS_RELEASE}-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;

  async function serveRelease(sum: (archive: Buffer) => string): Promise<() => Promise<void>> {
    await fakeServer(join(folder, name, 'nats-server'), NATS_RELEASE);
    const packed = await runCommand('tar', ['-czf', join(folder, 'a.tar.gz'), '-C', folder, name]);
    expect(packed.code).toBe(0);
    const archive = await readFile(join(folder, 'a.tar.gz'));
    const server = createServer((request, response) => {
      if (request.url === `/v${NATS_RELEASE}/SHA256SUMS`) response.end(`${sum(archive)}  ${name}.tar.gz\n`);
      else if (request.url === `/v${NATS_RELEASE}/${name}.tar.gz`) response.end(archive);
      else response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    process.env['HOLDFAST_NATS_RELEASES'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    };
  }

  test('T-NATS-4: is unpacked into the cache when its checksum is right', async () => {
    const close = await serveRelease((archive) => createHash('sha256').update(archive).digest('hex'));
    try {
      const found = await findNatsServer({ env: { PATH: '' }, sources: [fromReleaseArchive] });
      expect(found).toMatchObject({ version: NATS_RELEASE, origin: 'release archive' });
    } finally {
      await close();
    }
  });

  test('T-NATS-4: is refused when its checksum is wrong', async () => {
    const close = await serveRelease(() => '0'.repeat(64));
    try {
      await expect(findNatsServer({ env: { PATH: '' }, sources: [fromReleaseArchive] })).rejects.toThrow(
        /wrong SHA-256/,
      );
    } finally {
      await close();
    }
  });
});
