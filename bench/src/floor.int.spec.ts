import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NatsConnection } from '@nats-io/transport-node';
import { managerOf } from '@holdfast/jetstream';
import { measureFloor } from './floor.ts';
import { install, type Installation } from './installation.ts';
import { Journey } from './journey.ts';
import { Measurement } from './measure.ts';
import { readOptions } from './options.ts';
import { People } from './people.ts';

describe('what the numbers are held against', () => {
  let place: Installation;
  let nats: NatsConnection;

  beforeAll(async () => {
    const options = readOptions(['latency', '--sessions', '4', '--agents', '2']);
    if (options === null) throw new Error('no options');
    place = await install(options, () => undefined);
    nats = await place.connect();
  }, 180_000);

  afterAll(async () => {
    await nats.close();
    await place.stop();
  }, 60_000);

  it('B-FLOOR-1 is what the bare steps take on the same server, which keeps nothing of them', async () => {
    const floor = await measureFloor(nats, { perSecond: 50, seconds: 1 });
    const { publish_p50_ms: publish, append_p50_ms: append, echo_p50_ms: echo, way_p50_ms: way } = floor;
    for (const step of [publish, append, echo]) {
      expect(step).toBeGreaterThan(0);
      expect(way).toBeGreaterThan(step ?? 0);
    }
    const streams = await (await managerOf(nats)).streams.names().next();
    expect(streams.filter((name) => name.startsWith('FLOOR'))).toEqual([]);
  }, 60_000);

  it('B-HOPS-1 tells where each message spent its time, and the hops make up the whole way', async () => {
    const people = new People();
    try {
      await people.gather(place, 4);
      const journey = new Journey();
      const { p50 } = await new Measurement(people, undefined, 0, journey).run({ perSecond: 50, seconds: 1 }, 60_000);
      const hops = await journey.hops(nats, place.workspace);
      expect(Object.keys(hops)).toEqual([
        'due_to_composed',
        'composed_to_command',
        'command_to_event',
        'event_to_shown',
      ]);
      const middles = Object.values(hops).map((hop) => hop.p50_ms ?? NaN);
      for (const middle of middles) expect(middle).toBeGreaterThan(0);
      const sum = middles.reduce((all, each) => all + each, 0);
      // Medians do not add up exactly.
      expect(sum).toBeGreaterThan(p50 / 2);
      expect(sum).toBeLessThan(p50 * 2);
    } finally {
      people.leave();
    }
  }, 120_000);
});
