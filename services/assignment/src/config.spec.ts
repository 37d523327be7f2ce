import { describe, expect, test } from '@jest/globals';
import { readConfig, redacted } from './config.ts';

describe('configuration', () => {
  test('D-CONF-1 every wrong variable is named at once, and no value is shown', () => {
    const bad = { DATABASE_URL: 'mysql://u:hidden@h/x', PORT: 'hidden', DURABILITY: 'hidden', PRESENCE_GRACE_MS: '-1' };
    let message = '';
    try {
      readConfig(bad);
    } catch (error) {
      message = String(error);
    }
    for (const name of Object.keys(bad)) expect(message).toContain(name);
    expect(message).not.toContain('hidden');
  });

  test('D-CONF-1 no password is logged', () => {
    const url = 'postgres://holdfast:hidden@127.0.0.1/x';
    const config = readConfig({ DATABASE_URL: url, NATS_URL: 'nats://u:hidden@h:4222', NATS_PASSWORD: 'hidden' });
    expect(JSON.stringify(redacted(config))).not.toContain('hidden');
  });

  test('D-CONF-1 everything but the database has a default', () => {
    expect(readConfig({ DATABASE_URL: 'postgres://h/x', NATS_USER: '' })).toMatchObject({
      NATS_URL: 'nats://127.0.0.1:4222',
      NATS_USER: undefined,
      PRESENCE_GRACE_MS: 20_000,
      DURABILITY: 'power-safe',
    });
  });
});
