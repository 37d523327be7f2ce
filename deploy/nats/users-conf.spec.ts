import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contracts from '@holdfast/contracts';
import { natsPermissions } from '@holdfast/tools';
import { expect, test } from '@jest/globals';
import { filledEnv } from '../compose.harness.ts';
import { passwordVariable, usersConf } from './users-conf.ts';

test('P-NATS-1 users.conf is what is generated from the table', () => {
  expect(readFileSync(join(import.meta.dirname, 'users.conf'), 'utf8')).toBe(usersConf());
  const variables = [...usersConf().matchAll(/password: \$(\w+)/g)].map(([, name]) => name);
  expect(variables).toEqual(['operator', 'gateway', 'session', 'assignment', 'workspace'].map(passwordVariable));
  for (const name of variables) expect(filledEnv).toHaveProperty(name ?? '');
});

const patterns = Object.values(contracts).flatMap((value) =>
  typeof value === 'object' && 'pattern' in value && 'ask' in value ? [value.pattern] : [],
);
const covers = (subjects: readonly string[], subject: string): boolean =>
  subjects.some((each) => each === subject || (each.endsWith('.*') && subject.startsWith(each.slice(0, -1))));

test.each(patterns)('P-NATS-7 %s may be asked by the gateway and answered by one service', (pattern) => {
  const who = (right: 'publish' | 'subscribe') =>
    (['gateway', 'session', 'assignment', 'workspace'] as const).filter((user) =>
      covers(natsPermissions(user)?.[right] ?? [], pattern),
    );
  expect(who('publish')).toEqual(['gateway']);
  expect(who('subscribe')).toHaveLength(1);
  expect(patterns.length).toBeGreaterThan(10);
});
