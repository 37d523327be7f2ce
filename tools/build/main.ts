/** `npm run build`: the services, the gateway and the web apps, as far as they are stale. */
import { ActionableFailure } from '../servers/failure.ts';
import { buildAll } from './build-all.ts';

try {
  await buildAll((line) => process.stderr.write(`${line}\n`));
} catch (error) {
  if (!(error instanceof ActionableFailure)) throw error;
  process.stderr.write(`${error.message}\n${error.cure}\n`);
  process.exitCode = 1;
}
