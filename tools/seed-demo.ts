/**
 * `npm run seed`: fills the installation at API_URL with the demo workspace, by way of NATS_URL (NATS_USER, NATS_PASSWORD:
 * the operator's), and prints who may sign in. What is made up is kept in DEMO_FILE, so a second run adds nothing.
 * SHOP_ORIGIN is the page that may show the widget.
 */
import { describeError } from '@holdfast/jetstream';
import { seedDemo } from './start/seed.ts';

const {
  API_URL = 'http://localhost:8080/api/v1',
  SHOP_ORIGIN = 'http://127.0.0.1:8081',
  DEMO_FILE = 'demo.json',
} = process.env;
try {
  const demo = await seedDemo({
    apiUrl: API_URL,
    shopOrigins: [SHOP_ORIGIN],
    nats: {
      url: process.env['NATS_URL'] ?? 'nats://127.0.0.1:4222',
      user: process.env['NATS_USER'],
      password: process.env['NATS_PASSWORD'],
    },
    demoFile: DEMO_FILE,
    say: (line) => void process.stderr.write(`${line}\n`),
    signal: AbortSignal.timeout(300_000),
  });
  for (const { role, email, password } of demo.accounts) process.stdout.write(`${role}  ${email}  ${password}\n`);
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}
