import { CLOSE } from '@holdfast/contracts';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { Client } from '../client.harness.ts';
import { open, type Rig, say, startRig, visitorToken } from '../gateway.harness.ts';

const TWENTY_MINUTES_MS = 1_200_000;
/** So many at once are let in, and the next ones as time passes. */
const BURST = 100;

let rig: Rig;

beforeAll(async () => {
  rig = await startRig();
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(() => rig.close());

test.each([
  ['earlier', -TWENTY_MINUTES_MS],
  ['later', TWENTY_MINUTES_MS],
])(
  'G-CLOCK-1 a clock that is set %s cuts nobody off and slows nobody down',
  async (session, byMs) => {
    const client = await Client.hello(rig.port, await visitorToken({ sub: session }));
    client.send({ t: 'request', id: 'open', session, commands: [{ id: `open-${session}`, ...open() }] });
    await client.next('outcomes');
    const right = Date.now;
    const silent = await Client.connect(rig.port);
    jest.spyOn(Date, 'now').mockImplementation(() => right() + byMs);
    for (let i = 0; i < BURST / 2; i++) {
      const id = `${session}-${String(i)}`;
      client.send({ t: 'request', id, session, commands: [{ id, ...say(id) }] });
      await client.next('outcomes', ({ outcomes }) => outcomes.some(({ commandId }) => commandId === id));
    }
    // This one says nothing for as long as it may: until then the gateway has looked at its connections more than once.
    expect((await silent.ended()).code).toBe(CLOSE.helloTimeout);
    expect(client.of('turned-away')).toEqual([]);
    expect(client.closed).toBeUndefined();
    client.close();
  },
  40_000,
);
