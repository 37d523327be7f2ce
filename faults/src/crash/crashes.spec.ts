import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Crashes, toldCrashes } from './crashes.ts';

let crashes: Crashes;

beforeEach(() => {
  crashes = new Crashes();
});

afterEach(() => {
  crashes.close();
});

/** A process that comes to the window once, and how it ends. */
function comeTo(window: string): { readonly signal: NodeJS.Signals | null; readonly status: number | null } {
  const code = `if (crashing.isDue('${window}')) crashing.crash('${window}')`;
  return spawnSync(process.execPath, ['--eval', code], { env: { ...process.env, ...crashes.environment } });
}

describe('a crash window', () => {
  it('F-CRASH-2 is lived through until it is armed, and then the first to come there dies, and no other', () => {
    expect(comeTo('read-published').status).toBe(0);
    crashes.arm('read-published');
    expect(comeTo('published-acked').status).toBe(0);
    expect(comeTo('read-published').signal).toBe('SIGKILL');
    expect(comeTo('read-published').status).toBe(0);
    expect(crashes.take()).toEqual({ armed: ['read-published'], hit: ['read-published'] });
  });

  it('F-CRASH-3 that nobody has come to is disarmed, and counts as not hit', () => {
    crashes.arm('read-published');
    crashes.arm('settled-cleared');
    expect(crashes.isDue('settled-cleared')).toBe(true);
    crashes.disarm();
    expect(comeTo('read-published').status).toBe(0);
    expect(crashes.isDue('settled-cleared')).toBe(false);
    const crashed = crashes.take();
    expect(crashed).toEqual({ armed: ['read-published', 'settled-cleared'], hit: ['settled-cleared'] });
    expect(crashes.take()).toEqual({ armed: [], hit: [] });
    const line = toldCrashes([crashed, crashed]);
    expect(line).toContain('read-published 0/2');
    expect(line).toContain('settled-cleared 2/2');
  });
});
