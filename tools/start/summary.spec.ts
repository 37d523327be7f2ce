import { expect, test } from '@jest/globals';
import { publicUrls } from './environment.ts';
import { summaryJson, summaryText } from './summary.ts';

const stack = {
  urls: publicUrls({ gateway: 8_080, shop: 8_081 }),
  nats: { url: 'nats://127.0.0.1:4222', monitorUrl: 'http://127.0.0.1:8222', user: 'operator', password: 'n' },
  databaseUrl: 'postgres://postgres:p@127.0.0.1:54329/holdfast',
  durability: 'power-safe' as const,
  dataFolder: '/clone/.data',
  demo: {
    workspace: 'demo',
    site: 'demo-shop',
    accounts: [{ role: 'admin' as const, name: 'Ada', email: 'ada@demo.example', password: 'pw' }],
  },
};

test('T-START-11: the JSON is one line with everything a script needs', () => {
  const line = summaryJson(stack);
  expect(line).toMatch(/^\{[^\n]*\}$/);
  expect(JSON.parse(line)).toEqual({
    urls: {
      console: 'http://localhost:8080/',
      widget: 'http://localhost:8080/widget/',
      api: 'http://localhost:8080/api/v1',
      apiDocs: 'http://localhost:8080/api/docs',
      shop: 'http://127.0.0.1:8081/',
    },
    demo: stack.demo,
    nats: { ...stack.nats, cli: expect.stringContaining('nats context save holdfast') },
    postgres: { url: stack.databaseUrl },
    durability: 'power-safe',
    dataFolder: '/clone/.data',
  });
});

test('T-START-11: the text shows where to go, who may log in, and how to reach the servers', () => {
  const text = summaryText(stack);
  for (const shown of [
    stack.urls.shop,
    stack.urls.console,
    stack.urls.apiDocs,
    'ada@demo.example  pw',
    '--server nats://127.0.0.1:4222 --user operator',
  ]) {
    expect(text).toContain(shown);
  }
  const empty = summaryText({ ...stack, demo: undefined });
  expect(empty).not.toContain('ada@demo.example');
  expect(empty).toContain('NATS_PASSWORD=n CONSOLE_URL=http://localhost:8080/ npm run workspace');
});
