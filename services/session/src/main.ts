import { BadConfiguration, readConfig } from './config.ts';
import { endWith } from './process-end.ts';
import { startService } from './service.module.ts';

try {
  const config = readConfig(process.env);
  const service = await startService(config);
  endWith(service, { supervised: config.SUPERVISED === '1' });
} catch (error) {
  if (!(error instanceof BadConfiguration)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
