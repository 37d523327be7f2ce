import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Demo, DemoAccount } from '../seed-context.ts';
import { AGENTS, DEMO_WORKSPACE } from './cast.ts';

/** What is made up once for the demo and kept: passwords, visitors' secrets, and the day it began. */
export type DemoFile = Demo & {
  /** The instant that "days ago" counts from. */
  seededAt: string;
  /** Visitors' secrets are derived from it. */
  visitorKey: string;
  /** Whether the accounts have these passwords. */
  passwordsSet: boolean;
  /** The epoch of the log that holds the whole demo; absent while it is being written. */
  completeIn?: string;
};

/** The kept one, or a fresh one that is kept from here on. */
export function openDemoFile(path: string, site: string): DemoFile {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as DemoFile;
  const accounts = AGENTS.map(({ role, name, email }): DemoAccount => ({
    role,
    name,
    email,
    password: makePassword(),
  }));
  const file: DemoFile = {
    workspace: DEMO_WORKSPACE,
    site,
    accounts,
    seededAt: new Date().toISOString(),
    visitorKey: randomBytes(32).toString('base64url'),
    passwordsSet: false,
  };
  keepDemoFile(path, file);
  return file;
}

/** Replaces the file as a whole: a crash leaves the old one or the new one. */
export function keepDemoFile(path: string, file: DemoFile): void {
  writeFileSync(`${path}.next`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.next`, path);
}

/** The secret a demo visitor's browser would have. */
export const visitorSecret = ({ visitorKey }: DemoFile, conversation: string): string =>
  createHmac('sha256', visitorKey).update(conversation).digest('base64url').slice(0, 22);

const SYLLABLES = ['ba', 'do', 'fe', 'gu', 'ki', 'lo', 'ma', 'nu', 'pe', 'ro', 'sa', 'ti', 'vo', 'wa', 'ze', 'ju'];

/** Eight syllables and four digits, to be typed by hand: 45 bits behind a limit of attempts. */
function makePassword(): string {
  const bytes = randomBytes(10);
  const word = (from: number): string =>
    [...bytes.subarray(from, from + 4)].map((byte) => SYLLABLES[byte % 16] ?? '').join('');
  return `${word(0)}-${word(4)}-${String(1_000 + (bytes.readUInt16BE(8) % 9_000))}`;
}
