import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin, stop } from 'esbuild';

/** Packages that are asked for only where they are installed, which they are not, and one that brings a binary. */
const LEFT_OUT = [
  '@fastify/static',
  '@nestjs/platform-socket.io',
  '@node-rs/argon2',
  'amqp-connection-manager',
  'bufferutil',
  'class-transformer',
  'class-validator',
  'ioredis',
  'kafkajs',
  'mqtt',
  'pg-native',
  'utf-8-validate',
];

/**
 * Puts a process with all it is made of into one file, `dist/bundle.js`: reading two thousand files is most of what a start takes.
 * It is made from what the compiler wrote, which knows the types that Nest injects by, and stays readable: traces of errors point into it.
 */
export async function bundle(root: string, folder: string): Promise<void> {
  const dist = join(root, folder, 'dist');
  await build({
    entryPoints: [join(dist, 'main.js')],
    outfile: join(dist, 'bundle.js'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    keepNames: true,
    external: LEFT_OUT,
    plugins: [requiredWhereTheyAreUsed],
    // Packages of the older kind ask for Node's own modules in their way.
    banner: {
      js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`,
    },
    // The packages left out are mentioned.
    logLevel: 'error',
  });
}

/** The bundler is a process of its own, which would live as long as this one. */
export const endBundler = (): Promise<void> => stop();

/** Nest loads these two in a way that this bundler does not follow; it would read a second copy from `node_modules`. */
const requiredWhereTheyAreUsed: Plugin = {
  name: 'required where they are used',
  setup: (building) => {
    building.onLoad(
      { filter: /@nestjs\/(microservices\/client\/client-nats|platform-ws\/adapters\/ws-adapter)\.js$/ },
      async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replace('createRequire(import.meta.url)(', 'require('),
      }),
    );
  },
};
