import { connectNats } from '@holdfast/jetstream';
import { pino } from 'pino';
import { ProcessManagerConsumer } from './process-manager.consumer.ts';

/* A process manager in a process of its own, for specs that kill it. It says "reading" on its standard output. */

const [servers = '', user, pass] = process.argv.slice(2);
const nc = await connectNats({ servers, name: 'process-child', user, pass });
const manager = new ProcessManagerConsumer(nc, pino({ level: 'silent' }), 300);
manager.start();
setInterval(() => {
  process.stdout.write(`${manager.standing().state}\n`);
}, 20);
