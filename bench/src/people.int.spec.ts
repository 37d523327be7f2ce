import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { install, type Installation } from './installation.ts';
import { Measurement } from './measure.ts';
import { readOptions } from './options.ts';
import { none } from './oracle.ts';
import { People } from './people.ts';
import { Projection } from './projection.ts';

/** Everything real: the client library, the gateway, the services, nats-server, Postgres. */
describe('a run through a whole installation', () => {
  let place: Installation;
  let projection: Projection;
  let people: People;

  beforeAll(async () => {
    const options = readOptions(['latency', '--sessions', '6', '--agents', '2']);
    if (options === null) throw new Error('no options');
    place = await install(options, () => undefined);
    projection = await Projection.open(place.stack.databaseUrl, place.workspace);
    people = new People();
    await people.gather(place, options.sessions);
  }, 180_000);

  afterAll(async () => {
    people.leave();
    await projection.close();
    await place.stop();
  }, 60_000);

  const expectNothingWrong = async (): Promise<void> => {
    expect(await people.arrive(60_000)).toBe(true);
    expect(people.judge()).toEqual(none);
    expect(await projection.count(people.sent, 60_000)).toBe(people.sent);
  };

  it('B-RUN-1 shows every message to the other side, once and in order, and in Postgres', async () => {
    const measured = await new Measurement(people, projection).run({ perSecond: 60, seconds: 2 }, 60_000);
    expect(measured).toMatchObject({ arrived: true, offered: 60 });
    expect(people.sent).toBe(120);
    await expectNothingWrong();
    expect(people.problems).toBe(0);
  }, 180_000);

  it.each(['gateway', 'session', 'nats-server'])(
    'B-RUN-2 it does so also when the %s is killed in between',
    async (name) => {
      const pid = place.stack.supervisor.pids()[name];
      if (pid === undefined) throw new Error(`no ${name}`);
      const run = new Measurement(people, undefined, people.sent).run({ perSecond: 40, seconds: 4 }, 60_000);
      await eventually(() => people.underWay > 0);
      process.kill(pid, 'SIGKILL');
      expect(await run).toMatchObject({ arrived: true });
      expect(place.stack.supervisor.pids()[name]).not.toBe(pid);
      await expectNothingWrong();
    },
    240_000,
  );
});
