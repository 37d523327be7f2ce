import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import type { AnySchema } from 'ajv';
import { configSchema as gateway } from '../gateway/src/config.ts';
import { configSchema as assignment } from '../services/assignment/src/config.ts';
import { configSchema as session } from '../services/session/src/config.ts';
import { configSchema as workspace } from '../services/workspace/src/config.ts';
import { composition, dependencies, exampleEnv, filledEnv, NotGiven, readEnv, root } from './compose.harness.ts';
import type { Service } from './compose.harness.ts';

const composed = composition(filledEnv);
const services = Object.entries(composed.services);
const secrets = Object.keys(exampleEnv).filter((name) => exampleEnv[name] === '');

function schemaOfCompose(): AnySchema {
  const { resolve } = createRequire(import.meta.url);
  const path = join(dirname(resolve('dclint/package.json')), 'schemas', 'compose.schema.json');
  return JSON.parse(readFileSync(path, 'utf8')) as AnySchema;
}

describe('the form', () => {
  test('P-FORM-1 is that of the specification', () => {
    const validate = new Ajv({ strict: false, validateSchema: false, validateFormats: false }).compile(
      schemaOfCompose(),
    );
    expect([validate(composed), validate.errors]).toEqual([true, null]);
    const broken = { ...composed, services: { nats: { ...composed.services['nats'], helthcheck: {} } } };
    expect(validate(broken)).toBe(false);
  });

  test.each(services)('P-FORM-2 %s names nothing that is not there', (_name, service) => {
    for (const [other] of dependencies(service)) expect(composed.services).toHaveProperty([other]);
    const networks = Array.isArray(service.networks) ? service.networks : Object.keys(service.networks ?? {});
    for (const network of networks) expect(composed.networks).toHaveProperty([network]);
    expect(networks).not.toEqual([]);
    for (const [from = ''] of (service.volumes ?? []).map((volume) => volume.split(':'))) {
      if (from.startsWith('.')) expect([from, existsSync(join(root, from))]).toEqual([from, true]);
      else expect(composed.volumes).toHaveProperty([from]);
    }
  });

  test.each(services.filter(([, { build }]) => build !== undefined))(
    'P-FORM-2 %s is built and runs a script of the repository',
    (_name, { build, command = [] }) => {
      const dockerfile = readFileSync(join(root, build?.dockerfile ?? ''), 'utf8');
      expect(dockerfile).toMatch(new RegExp(`^FROM \\S+ AS ${build?.target ?? ''}$`, 'm'));
      const script = command.find((word) => /\.(js|ts)$/.test(word));
      const source = script
        ?.replace('/dist/bundle.js', '/src/main.ts')
        .replace('/dist/', '/src/')
        .replace(/\.js$/, '.ts');
      expect([source, existsSync(join(root, source ?? ''))]).toEqual([source, true]);
    },
  );

  test.each(services)('P-FORM-3 %s waits for what can be waited for', (_name, service) => {
    for (const [name, condition] of dependencies(service)) {
      const other = composed.services[name];
      if (condition === 'service_healthy') expect(other).toHaveProperty('healthcheck');
      expect(condition === 'service_completed_successfully').toBe(other?.restart === 'no');
      // Whatever is always started must not wait for what starts by a profile.
      if (service.profiles === undefined) expect(other?.profiles).toBeUndefined();
    }
  });
});

describe('the environment', () => {
  const processes = { gateway, session, assignment, workspace };

  test.each(Object.entries(processes))(
    'P-ENV-1 %s is given what its configuration knows and accepts',
    (name, schema) => {
      const environment = environmentOf(name);
      expect(Object.keys(schema.shape)).toEqual(expect.arrayContaining(Object.keys(environment)));
      expect(Object.values(environment).every((value) => typeof value === 'string')).toBe(true);
      expect(schema.safeParse(environment)).toMatchObject({
        success: true,
        data: { HOST: '0.0.0.0', PORT: 8080, DURABILITY: 'power-safe', NATS_USER: name },
      });
    },
  );

  test('P-ENV-1 gateway and session know the proxies and copies that are configured', () => {
    expect(environmentOf('gateway')).toMatchObject({ TRUSTED_PROXIES: 'loopback,uniquelocal' });
    const clustered = composition({ ...filledEnv, NATS_REPLICAS: '3' });
    expect(session.parse(clustered.services['session']?.environment).NATS_REPLICAS).toBe(3);
    expect(clustered.services['provision']?.environment?.['NATS_REPLICAS']).toBe('3');
  });

  test.each(secrets)('P-ENV-2 nothing starts without %s', (name) => {
    const { [name]: _, ...rest } = filledEnv;
    expect(() => composition(rest)).toThrow(NotGiven);
    expect(() => composition(rest)).toThrow(`${name}: see .env.example`);
  });

  test('P-ENV-2 there are secrets, and no other variable is needed', () => {
    expect(secrets).toEqual(expect.arrayContaining(['TOKEN_SECRET', 'POSTGRES_PASSWORD', 'NATS_OPERATOR_PASSWORD']));
    expect(() => composition(Object.fromEntries(secrets.map((name) => [name, 'x'])))).not.toThrow();
  });

  test('P-ENV-3 make-env fills every secret, each with another one, and keeps the rest', () => {
    const make = () => readEnv(execFileSync('sh', [join(root, 'deploy', 'make-env')], { encoding: 'utf8' }));
    const [made, other] = [make(), make()];
    expect(Object.keys(made)).toEqual(Object.keys(exampleEnv));
    const values = [made, other].flatMap((env) => secrets.map((name) => env[name] ?? ''));
    expect(new Set(values).size).toBe(2 * secrets.length);
    for (const value of values) expect(value).toMatch(/^[A-Za-z0-9_-]{48}$/);
    expect(made['PUBLIC_URL']).toBe(exampleEnv['PUBLIC_URL']);
  });

  test('P-ENV-4 each service has its own role, its own user, and no secret of another', () => {
    for (const name of ['session', 'assignment', 'workspace'])
      expect(new URL(environmentOf(name)['DATABASE_URL'] ?? '').username).toBe(`holdfast_${name}`);
    const holdersOf = (secret: string): string[] =>
      services
        .filter(([, { environment = {} }]) =>
          Object.values(environment).some((value) => value.includes(filledEnv[secret] ?? '?')),
        )
        .map(([name]) => name)
        .sort();
    const nodes = ['nats', 'nats-2', 'nats-3'];
    expect(holdersOf('POSTGRES_PASSWORD')).toEqual(['migrate', 'postgres']);
    expect(holdersOf('TOKEN_SECRET')).toEqual(['gateway', 'workspace']);
    expect(holdersOf('NATS_OPERATOR_PASSWORD')).toEqual([...nodes, 'provision', 'seed']);
    expect(holdersOf('NATS_GATEWAY_PASSWORD')).toEqual(['gateway', ...nodes]);
    expect(holdersOf('HOLDFAST_OWNER_PASSWORD')).toEqual(['migrate']);
    for (const name of ['session', 'assignment', 'workspace']) {
      expect(holdersOf(`NATS_${name.toUpperCase()}_PASSWORD`)).toEqual([...nodes, name].sort());
      expect(holdersOf(`HOLDFAST_${name.toUpperCase()}_PASSWORD`)).toEqual([name, 'migrate'].sort());
    }
  });
});

describe('the network', () => {
  test('P-NET-1 only nginx is published where it is told to', () => {
    const open = composition({ ...filledEnv, WEB_BIND: '0.0.0.0' }).services;
    const beyond = Object.entries(open).flatMap(([name, { ports = [] }]) =>
      ports.filter((port) => !port.startsWith('127.0.0.1:')).map((port) => `${name} ${port}`),
    );
    expect(beyond).toEqual(['web 0.0.0.0:8080:8080']);
  });

  test('P-NET-2 profiles start the rest', () => {
    const startedBy = (profile: string | undefined): string[] =>
      services
        .filter(([, { profiles }]) => (profile === undefined ? profiles === undefined : profiles?.includes(profile)))
        .map(nameOf);
    expect(startedBy(undefined)).toEqual([
      'nats',
      'postgres',
      'migrate',
      'provision',
      'session',
      'assignment',
      'workspace',
      'gateway',
      'web',
    ]);
    expect(startedBy('cluster')).toEqual(['nats-2', 'nats-3']);
    expect(startedBy('observability')).toEqual(['nats-exporter', 'prometheus', 'grafana']);
    expect(startedBy('demo')).toEqual(['seed']);
  });
});

const nameOf = ([name]: [string, Service]): string => name;

function environmentOf(name: string): Record<string, string> {
  return composed.services[name]?.environment ?? {};
}
