// `npm test`: see tools/test/main.ts. This file runs on any Node >= 20, before packages exist.
import { ensurePackages, handOver } from './bootstrap.mjs';

await ensurePackages((line) => process.stderr.write(`${line}\n`));
await handOver('tools/test/main.ts', process.argv.slice(2));
