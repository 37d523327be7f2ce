import { describe, expect, test } from '@jest/globals';
import { type KnownSite, Sites } from './sites.ts';

const site = (name: string): KnownSite => ({
  workspace: 'acme',
  site: { siteId: 'shop', name, teamId: 'support', allowedOrigins: [] },
});

/** Sites before a service whose answer and whose clock are set by hand. */
function standing() {
  const world = { answer: site('before'), now: 0, asked: 0 };
  const sites = new Sites(
    () => {
      world.asked++;
      return Promise.resolve(world.answer);
    },
    () => world.now,
  );
  return { world, sites, name: async () => (await sites.find('shop'))?.site.name };
}

describe('sites that were asked for lately', () => {
  test('G-SITES-1 are asked for once a minute', async () => {
    const { world, name } = standing();
    await name();
    world.now = 59_000;
    await name();
    expect(world.asked).toBe(1);
    world.now = 61_000;
    await name();
    expect(world.asked).toBe(2);
  });

  test('G-SITES-2 are current soon after a change, also where the service answered before it knew of it', async () => {
    const { world, sites, name } = standing();
    await name();
    sites.forget('shop');
    expect(await name()).toBe('before');
    world.answer = site('after');
    world.now = 600;
    expect(await name()).toBe('after');
    world.now = 20_000;
    await name();
    world.now = 40_000;
    const { asked } = world;
    expect(await name()).toBe('after');
    expect(world.asked).toBe(asked);
  });
});
