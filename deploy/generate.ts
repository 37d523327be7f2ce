import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { usersConf } from './nats/users-conf.ts';

writeFileSync(join(import.meta.dirname, 'nats', 'users.conf'), usersConf());
