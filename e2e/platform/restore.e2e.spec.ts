import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { STREAMS } from '@holdfast/contracts';
import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { beginAnotherEpoch, withLog } from './another-epoch.ts';
import type { Chat } from './page.ts';
import { Person } from './person.ts';
import { Platform } from './stack.ts';
import { Traffic } from './traffic.ts';
import { eventsInLog, expectProjected, messageIds } from './witness.ts';
import { accountOf, makeWorkspace, type Workspace } from './workspace.ts';

/** A client waits up to 10 s for a try that was a moment too early, and some seconds before the next. */
const WITHIN_MS = 30_000;

let platform: Platform;
let workspace: Workspace;
let theirs: Chat;
let ours: Chat;
let traffic: Traffic;

beforeAll(async () => {
  platform = await Platform.start();
  workspace = await makeWorkspace(platform, { site: 'shop', agents: ['Noor'] });
  const agent = await Person.agent(platform, accountOf(workspace, 0));
  theirs = await (await Person.visitor(platform, workspace)).open(workspace.site);
  ours = agent.follow(theirs.id);
  await ours.becomes('assigned');
  traffic = new Traffic(theirs, ours);
}, 120_000);

afterAll(() => platform.stop());

const folder = (name: string): string => join(platform.stack.dataFolder, name);
/** A copy of a server's files, made while nothing runs. */
const keep = (server: string): Promise<void> => cp(folder(server), folder(`${server}-copy`), { recursive: true });
const putBack = async (server: string): Promise<void> => {
  await rm(folder(server), { recursive: true });
  await cp(folder(`${server}-copy`), folder(server), { recursive: true });
};
const inLog = async (): Promise<string[]> => messageIds(await eventsInLog(platform, workspace.id, theirs.id));
/** And what says so would be there after a crash of Postgres, which syncs it a moment later. */
const isProjected = async (): Promise<void> => {
  await expectProjected(platform, workspace.id, theirs.id);
  await platform.rows('checkpoint');
};

const lastSequence = (name: string): Promise<number> =>
  withLog(folder(name), async (jsm) => (await jsm.streams.info(STREAMS.events)).state.last_seq);

test('X-RESTORE-1: a database that is put back has everything again, by itself', async () => {
  await traffic.getsThrough(WITHIN_MS);
  await isProjected();
  await platform.restart(() => keep('postgres'));
  await traffic.getsThrough(WITHIN_MS);
  await isProjected();
  await platform.restart(() => putBack('postgres'));
  await traffic.getsThrough(WITHIN_MS);
  await isProjected();
  expect(await inLog()).toHaveLength(6);
}, 240_000);

test('X-RESTORE-2: a log that is put back is not gone on with: nothing starts, and it is said why', async () => {
  await platform.restart(() => keep('nats'));
  await traffic.getsThrough(WITHIN_MS);
  await isProjected();
  const before = await inLog();
  const start = platform.restart(async () => {
    // Kept at the very moment at which it is replaced: a receipt that is stored after a copy is lost with it.
    await cp(folder('nats'), folder('nats-newer'), { recursive: true });
    await putBack('nats');
  });
  await expect(start).rejects.toMatchObject({
    cause: expect.stringContaining('This is not the log that was projected') as unknown,
  });
  expect(await lastSequence('nats')).toBe(await lastSequence('nats-copy'));
  await rm(folder('nats'), { recursive: true });
  await cp(folder('nats-newer'), folder('nats'), { recursive: true });
  await platform.restart(() => Promise.resolve());
  expect(await inLog()).toEqual(before);
  await traffic.getsThrough(WITHIN_MS);
  await isProjected();
}, 240_000);

test('X-RESTORE-3: under another epoch it is gone on with, and nobody is shown what it does not have', async () => {
  const lost = traffic.sent.slice(-4).map(({ id }) => id);
  await platform.restart(async () => {
    await putBack('nats');
    await beginAnotherEpoch(platform);
  });
  await traffic.getsThrough(WITHIN_MS);
  const kept = await inLog();
  expect(kept).toHaveLength(8);
  expect(kept.filter((id) => lost.includes(id))).toEqual([]);
  await eventually(() => [theirs, ours].every((chat) => lost.every((id) => chat.message(id) === undefined)));
  await isProjected();
}, 240_000);
