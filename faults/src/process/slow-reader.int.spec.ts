import { readFileSync } from 'node:fs';
import { accountOf, makeWorkspace, Person, Platform } from '@holdfast/e2e/platform';
import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** As long as a message may be, in letters of three bytes: what nobody reads fills the system's buffers of some MB soon. */
const LONG = '漢'.repeat(4_000);
const AT_ONCE = 20;
/** Many times what the gateway may keep for one who does not read, and much less than all that is sent to the two of them. */
const ALLOWED_MB = 96;

let platform: Platform;

beforeAll(async () => {
  platform = await Platform.start();
}, 120_000);

afterAll(() => platform.stop());

async function slowClients(): Promise<number> {
  const text = await (await fetch(new URL('/metrics', platform.stack.urls.api))).text();
  return Number(/^holdfast_gateway_slow_clients_total (\d+)$/m.exec(text)?.[1]);
}

function gatewayMb(): number {
  const status = readFileSync(`/proc/${String(platform.stack.supervisor.pids()['gateway'])}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}

test('F-SLOW-1 whoever does not read is let go within bounds, holds nobody up, and comes back to everything', async () => {
  const workspace = await makeWorkspace(platform, { site: 'shop', agents: ['Noor', 'Ben'], capacity: 4 });
  const [visitor, noor, ben] = [
    await Person.visitor(platform, workspace),
    await Person.agent(platform, accountOf(workspace, 0)),
    await Person.agent(platform, accountOf(workspace, 1)),
  ];
  const theirs = await visitor.open(workspace.site);
  const [writing, unread] = [noor.follow(theirs.id), ben.follow(theirs.id)];
  await eventually(() => unread.view.n > 0 && writing.view.n > 0);
  const before = gatewayMb();
  ben.line.readAt(0, 'down');
  let sent = 0;
  while ((await slowClients()) === 0) {
    for (let i = 0; i < AT_ONCE; i++) writing.handle.post(`${String(++sent)} ${LONG.slice(8)}`);
    // Whoever reads is told of each, as if there were nobody else.
    await eventually(() => theirs.messages.length === sent, { within: 20_000 });
  }
  expect(gatewayMb() - before).toBeLessThan(ALLOWED_MB);
  ben.line.readAt(Infinity, 'down');
  await ben.live(30_000);
  await eventually(() => unread.view.freshness === 'live' && unread.view.n === writing.view.n, { within: 30_000 });
  const shown = (chat: typeof theirs): string[] => chat.messages.map(({ id }) => id);
  expect(shown(unread)).toEqual(shown(theirs).slice(-shown(unread).length));
  expect(await slowClients()).toBe(1);
}, 180_000);
