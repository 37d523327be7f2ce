import { type Actor, type ClientSessionCommand } from '@holdfast/contracts';
import { connectNats, provision } from '@holdfast/jetstream';
import { createTestNats } from '@holdfast/testing';
import { type NatsConnection } from '@nats-io/transport-node';
import { SignJWT } from 'jose';
import { readConfig } from './config.ts';
import { StandIn } from './stand-in.harness.ts';
import { type RunningGateway, startGateway } from './start.module.ts';

export const SECRET = 'a secret of at least thirty-two characters';

interface Signed {
  readonly ws?: string;
  readonly sub: string;
  readonly role?: 'agent' | 'supervisor' | 'admin';
  readonly family?: string;
  readonly site?: string;
  readonly expiresIn?: number;
  readonly aud?: string;
  readonly secret?: string;
}

const sign = (claims: Record<string, unknown>, { sub, expiresIn = 900, secret = SECRET }: Signed, aud: string) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('holdfast')
    .setAudience(aud)
    .setSubject(sub)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1_000) + expiresIn)
    .sign(new TextEncoder().encode(secret));

export const agentToken = (signed: Signed): Promise<string> =>
  sign(
    {
      kind: 'agent',
      ws: signed.ws ?? 'acme',
      name: `Agent ${signed.sub}`,
      role: signed.role ?? 'agent',
      family: signed.family ?? 'f1',
    },
    signed,
    signed.aud ?? 'console',
  );
export const visitorToken = (signed: Signed): Promise<string> =>
  sign({ kind: 'visitor', ws: signed.ws ?? 'acme', site: signed.site ?? 'site-acme' }, signed, signed.aud ?? 'widget');

export const visitor = (id: string): Actor => ({ kind: 'visitor', id });
export const agent = (id: string): Actor => ({ kind: 'agent', id, name: `Agent ${id}`, role: 'agent' });

export const open = (siteId = 'site-acme'): Omit<Extract<ClientSessionCommand, { type: 'OpenSession' }>, 'id'> => ({
  type: 'OpenSession',
  data: { siteId, visitor: {} },
});
export const say = (text: string, visibility: 'public' | 'internal' = 'public') =>
  ({ type: 'PostMessage', data: { text, visibility } }) as const;

/** A gateway on a real nats-server, with services that answer. */
export interface Rig {
  readonly nc: NatsConnection;
  readonly services: StandIn;
  readonly gateway: RunningGateway;
  readonly port: number;
  readonly url: string;
  readonly environment: Record<string, string>;
  close(): Promise<void>;
}

export async function startRig(more: Record<string, string> = {}, servers?: string): Promise<Rig> {
  const account = servers === undefined ? await createTestNats() : null;
  const { servers: url, user, pass } = account?.address ?? { servers: servers ?? '' };
  const nc = await connectNats({ servers: url, name: 'spec', user, pass });
  await provision(nc, { durability: 'process-safe' });
  const services = new StandIn(nc);
  await services.start();
  const environment = {
    NATS_URL: url,
    ...(user === undefined ? {} : { NATS_USER: user }),
    ...(pass === undefined ? {} : { NATS_PASSWORD: pass }),
    PORT: '0',
    TOKEN_SECRET: SECRET,
    LOG_LEVEL: process.env['SPEC_LOG'] ?? 'silent',
    ...more,
  };
  const gateway = await startGateway(readConfig(environment));
  return {
    nc,
    services,
    gateway,
    port: gateway.port,
    url: `http://127.0.0.1:${gateway.port}`,
    environment,
    close: async () => {
      await gateway.close();
      await services.stop();
      await nc.close();
      await account?.close();
    },
  };
}
