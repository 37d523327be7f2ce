// `npm start`: see tools/start/main.ts. This file runs on any Node >= 20, before packages exist.
import { ensurePackages, handOver } from './bootstrap.mjs';
import { followShell } from './start/follow-shell.mjs';

followShell();
await ensurePackages((line) => process.stderr.write(`${line}\n`));
await handOver('tools/start/main.ts', process.argv.slice(2));
