import { describe, expect, test } from '@jest/globals';
import { BadConfiguration, readConfig, redacted } from './config.ts';

const good = { DATABASE_URL: 'postgres://u:hidden@127.0.0.1/x', TOKEN_SECRET: 'a secret of at least thirty-two bytes' };

describe('configuration', () => {
  test('W-RUN-1 every wrong variable is named at once, and no value is shown', () => {
    const bad = { DATABASE_URL: 'mysql://u:hidden@h/x', TOKEN_SECRET: 'hidden', PORT: 'hidden', DURABILITY: 'hidden' };
    expect(() => readConfig(bad)).toThrow(BadConfiguration);
    try {
      readConfig(bad);
    } catch (error) {
      const message = String(error);
      for (const name of Object.keys(bad)) expect(message).toContain(name);
      expect(message).not.toContain('hidden');
    }
  });

  test('W-RUN-1 the rest has defaults', () => {
    expect(readConfig({ ...good, NATS_USER: '' })).toMatchObject({
      NATS_URL: 'nats://127.0.0.1:4222',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      DURABILITY: 'power-safe',
    });
  });

  test('W-RUN-1 what is logged of it holds no secret', () => {
    const shown = JSON.stringify(redacted(readConfig({ ...good, NATS_PASSWORD: 'hidden too' })));
    expect(shown).not.toContain('hidden');
    expect(shown).not.toContain('secret of');
    expect(shown).toContain('127.0.0.1/x');
  });
});
