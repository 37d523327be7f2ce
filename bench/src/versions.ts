import type { Projection } from './projection.ts';

/** What the numbers were taken with. */
export async function versions(monitorUrl: string | undefined, projection: Projection) {
  return { node: process.version, nats: await natsVersion(monitorUrl), postgres: await projection.version() };
}

async function natsVersion(monitorUrl: string | undefined): Promise<string> {
  if (monitorUrl === undefined) return 'unknown';
  const answer = await fetch(new URL('/varz', monitorUrl));
  const { version } = (await answer.json()) as { version?: unknown };
  return typeof version === 'string' ? version : 'unknown';
}
