import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ActionableFailure } from '../servers/failure.ts';
import { lastLine, runCommand } from '../servers/run-command.ts';

/** A browser that machines have, and how it is come by. */
interface MachineBrowser {
  readonly name: string;
  /** The variable that names its executable. */
  readonly variable: string;
  /** What it is called on the PATH. */
  readonly executables: readonly string[];
  readonly elsewhere: readonly string[];
  readonly debianPackage: string;
}

const CHROMIUM: MachineBrowser = {
  name: 'Chromium',
  variable: 'CHROMIUM',
  executables: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  elsewhere: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  debianPackage: 'chromium',
};
const SHELL: MachineBrowser = {
  name: 'Chromium’s headless shell',
  variable: 'CHROMIUM_SHELL',
  executables: ['chromium-headless-shell'],
  elsewhere: [],
  debianPackage: 'chromium-headless-shell',
};
const FIREFOX: MachineBrowser = {
  name: 'Firefox',
  variable: 'FIREFOX',
  executables: ['firefox-esr', 'firefox'],
  elsewhere: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  debianPackage: 'firefox-esr',
};
const APT_BUDGET_MS = 180_000;

/** Path of a Chromium of this machine: CHROMIUM, then the PATH, then the usual places. */
export const findChromium = (): string | undefined => find(CHROMIUM);
/** The same Chromium without windows, by CHROMIUM_SHELL: a page is there in half the time, and has no desktop to tell anything. */
export const findChromiumShell = (): string | undefined => find(SHELL);
/** The same for Firefox, by FIREFOX. */
export const findFirefox = (): string | undefined => find(FIREFOX);

type Say = (line: string) => void;

/** The same, or one that apt-get installs where that is possible. @throws ActionableFailure */
export const ensureChromium = (say: Say): Promise<string> => ensure(CHROMIUM, say);
export const ensureChromiumShell = (say: Say): Promise<string> => ensure(SHELL, say);
export const ensureFirefox = (say: Say): Promise<string> => ensure(FIREFOX, say);

function find({ variable, executables, elsewhere }: MachineBrowser): string | undefined {
  const named = process.env[variable];
  if (named !== undefined && named !== '') return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = executables.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...elsewhere].find(isExecutable);
}

async function ensure(browser: MachineBrowser, say: Say): Promise<string> {
  const { name, variable, debianPackage } = browser;
  const cure = `Install ${name} (Debian: "apt-get install ${debianPackage}") or set ${variable} to the path of its executable.`;
  const found = find(browser);
  if (found !== undefined) {
    if (!isExecutable(found)) throw new ActionableFailure(`${variable} names no executable: ${found}.`, cure);
    return found;
  }
  if (process.getuid?.() !== 0) throw new ActionableFailure(`The browser tests found no ${name}.`, cure);
  say(`installing ${name} (apt-get)`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: APT_BUDGET_MS };
  const install = ['install', '-y', '--no-install-recommends', debianPackage];
  // A new machine's lists may be old enough to name a release that is no longer the current one.
  await runCommand('apt-get', ['update'], options);
  const result = await runCommand('apt-get', install, options);
  const installed = find(browser);
  if (installed === undefined)
    throw new ActionableFailure(`apt-get could not install ${name}: ${lastLine(result)}`, cure);
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
