import { expect, test } from '@jest/globals';
import { readOptions } from './options.ts';

const read = (args: string[], env: NodeJS.ProcessEnv = {}): ReturnType<typeof readOptions> =>
  readOptions(args, env, '/clone');

test('T-START-10: without anything said, the usual', () => {
  expect(read([])).toEqual({
    help: false,
    json: false,
    reset: false,
    seed: true,
    port: 8080,
    dataFolder: '/clone/.data',
    durability: 'power-safe',
    databaseUrl: undefined,
    nats: undefined,
  });
});

test('T-START-10: what is said is taken', () => {
  const env = {
    DURABILITY: 'process-safe',
    NATS_URL: 'nats://ann:s%2Fcret@nats.example:4333',
    NATS_USER: '',
    DATABASE_URL: 'postgresql://h/d',
  };
  expect(read(['--json', '--port', '9000', '--data', 'mine', '--no-seed'], env)).toMatchObject({
    json: true,
    seed: false,
    port: 9_000,
    dataFolder: '/clone/mine',
    durability: 'process-safe',
    databaseUrl: 'postgresql://h/d',
    nats: { url: 'nats://nats.example:4333', user: 'ann', password: 's/cret' },
  });
  expect(read([], { NATS_URL: 'nats.example:4222' }).nats?.url).toBe('nats://nats.example:4222');
});

test.each([
  [['--prot', '1'], {}, /--prot/],
  [['--port', '0'], {}, /--port 0 is not a port/],
  [['--port', 'http'], {}, /--port http is not a port/],
  [[], { DATABASE_URL: 'mysql://h/d' }, /DATABASE_URL is not a postgres/],
  [[], { NATS_URL: 'nats://[' }, /NATS_URL is not an address/],
  [[], { DURABILITY: 'fast' }, /DURABILITY=fast is not known/],
  [['--reset'], { DATABASE_URL: 'postgres://h/d' }, /--reset clears the data folder only, and DATABASE_URL/],
])('T-START-10: %j with %j is one sentence with a cure', (args, env, sentence) => {
  expect(() => read(args, env)).toThrow(
    expect.objectContaining({
      name: 'ActionableFailure',
      message: expect.stringMatching(sentence),
      cure: expect.stringMatching(/\S/),
    }),
  );
});
