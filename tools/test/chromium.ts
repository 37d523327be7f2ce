import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ActionableFailure } from '../servers/failure.ts';
import { lastLine, runCommand } from '../servers/run-command.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const elsewhere = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const cure = 'Install Chromium (Debian: "apt-get install chromium") or set CHROMIUM to the path of its executable.';
const APT_BUDGET_MS = 180_000;

/** Path of a Chromium of this machine: CHROMIUM, then the PATH, then the usual places. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM;
  if (named !== undefined && named !== '') return named;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...elsewhere].find(isExecutable);
}

/** The same, or one that apt-get installs where that is possible. */
export async function ensureChromium(say: (line: string) => void): Promise<string> {
  const found = findChromium();
  if (found !== undefined) {
    if (!isExecutable(found)) throw new ActionableFailure(`CHROMIUM names no executable: ${found}.`, cure);
    return found;
  }
  if (process.getuid?.() !== 0) throw new ActionableFailure('The browser tests found no Chromium.', cure);
  say('installing Chromium (apt-get)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, timeoutMs: APT_BUDGET_MS };
  const install = ['install', '-y', '--no-install-recommends', 'chromium'];
  let result = await runCommand('apt-get', install, options);
  if (result.code !== 0) {
    await runCommand('apt-get', ['update'], options);
    result = await runCommand('apt-get', install, options);
  }
  const installed = findChromium();
  if (installed === undefined) {
    throw new ActionableFailure(`apt-get could not install Chromium: ${lastLine(result)}`, cure);
  }
  return installed;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
