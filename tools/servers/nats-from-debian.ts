import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveOf } from './apt-sources.ts';
import type { AptArchive, AptFile } from './apt-sources.ts';
import type { NatsServerSource } from './nats-source.ts';
import { lastLine, runCommand } from './run-command.ts';

/**
 * The package of Debian unstable, checked by apt against the machine's own keyring, unpacked and not installed:
 * the machine's packages stay as they are, and no right to install any is needed.
 */
export const fromDebianUnstable: NatsServerSource = {
  name: 'Debian unstable',
  fetch: async (folder, say) => {
    const archive = archiveOf(await readAptFiles());
    if (archive === undefined || (await runCommand('apt-get', ['--version'])).code !== 0) return undefined;
    say('getting nats-server from Debian unstable (unpacked into the cache, not installed)');
    return unpackFromUnstable(archive, folder);
  },
};

/** Downloads and unpacks the package with apt state of its own below the folder. */
export async function unpackFromUnstable(archive: AptArchive, folder: string): Promise<string> {
  const config = await writePrivateApt(archive, folder);
  const apt = async (...args: string[]): Promise<void> => {
    const result = await runCommand('apt-get', args, {
      cwd: folder,
      env: { ...process.env, APT_CONFIG: config },
      timeoutMs: 120_000,
    });
    if (result.code !== 0) throw new Error(firstError(result.stderr) ?? lastLine(result));
  };
  // Without Error-Mode a mirror that fails its signature check is only a warning.
  await apt('update', '-qq', '-o', 'APT::Update::Error-Mode=any');
  await apt('download', '-qq', 'nats-server');
  const name = (await readdir(folder)).find((file) => /^nats-server_.*\.deb$/.test(file));
  if (name === undefined) throw new Error('apt-get left no package');
  const unpacked = await runCommand('dpkg', ['-x', join(folder, name), join(folder, 'root')]);
  if (unpacked.code !== 0) throw new Error(lastLine(unpacked));
  return join(folder, 'root', 'usr', 'sbin', 'nats-server');
}

async function writePrivateApt(archive: AptArchive, folder: string): Promise<string> {
  const state = join(folder, 'state');
  const lists = join(state, 'lists');
  const cache = join(folder, 'cache');
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(join(cache, 'archives', 'partial'), { recursive: true });
  await writeFile(join(state, 'status'), '');
  const signedBy = archive.keyring === undefined ? '' : `[signed-by=${archive.keyring}] `;
  await writeFile(join(folder, 'sources.list'), `deb ${signedBy}${archive.uri} sid main\n`);
  const settings: Readonly<Record<string, string>> = {
    'Dir::State': state,
    'Dir::State::lists': lists,
    'Dir::State::status': join(state, 'status'),
    'Dir::Cache': cache,
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Dir::Etc::preferences': '-',
    'Dir::Etc::preferencesparts': '-',
    // apt would otherwise hand the download to the user _apt, who cannot write below a home folder.
    'APT::Sandbox::User': '',
    'Acquire::Languages': 'none',
    'APT::Get::List-Cleanup': 'false',
  };
  const config = join(folder, 'apt.conf');
  await writeFile(
    config,
    Object.entries(settings)
      .map(([key, value]) => `${key} "${value}";\n`)
      .join(''),
  );
  return config;
}

async function readAptFiles(): Promise<AptFile[]> {
  const parts = '/etc/apt/sources.list.d';
  const names = await readdir(parts).catch(() => []);
  const paths = ['/etc/apt/sources.list', ...names.map((name) => join(parts, name))];
  const files = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(path, 'utf8').catch(() => '') })),
  );
  return files.filter((file) => file.text !== '');
}

function firstError(stderr: string): string | undefined {
  return stderr
    .split('\n')
    .find((line) => line.startsWith('E:'))
    ?.slice(2)
    .trim();
}
