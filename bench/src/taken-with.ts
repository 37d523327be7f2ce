import type { Installation } from './installation.ts';
import { cores } from './machine.ts';
import type { Options } from './options.ts';
import type { Projection } from './projection.ts';

/** What the numbers of people who talk were taken with. */
export async function takenWith(
  place: Installation,
  { sessions, instances, durability }: Options,
  projection: Projection,
) {
  const nats = await natsVersion(place.stack.nats.monitorUrl);
  const versions = { node: process.version, nats, postgres: await projection.version() };
  return { sessions, agents: place.agents.length, instances, durability, cores: cores(), versions };
}

async function natsVersion(monitorUrl: string | undefined): Promise<string> {
  if (monitorUrl === undefined) return 'unknown';
  const answer = await fetch(new URL('/varz', monitorUrl));
  const { version } = (await answer.json()) as { version?: unknown };
  return typeof version === 'string' ? version : 'unknown';
}
