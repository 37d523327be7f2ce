import { describe, expect, test } from '@jest/globals';
import { BadConfiguration, readConfig, redacted } from './config.ts';

const good = { DATABASE_URL: 'postgresql://holdfast_session:secret@127.0.0.1:5432/holdfast', NATS_PASSWORD: 'geheim' };

describe('the environment', () => {
  test('S-RUN-1 has defaults for everything but the database', () => {
    expect(readConfig(good)).toMatchObject({
      NATS_URL: 'nats://127.0.0.1:4222',
      HOST: '127.0.0.1',
      DURABILITY: 'power-safe',
      LOG_LEVEL: 'info',
    });
  });

  test('S-RUN-1 reports all bad variables at once, and no value', () => {
    const read = () => readConfig({ DATABASE_URL: 'mysql://secret', PORT: 'x', DURABILITY: 'hopeful' });
    expect(read).toThrow(BadConfiguration);
    expect(read).toThrow(/DATABASE_URL[^]*PORT[^]*DURABILITY/);
    expect(read).not.toThrow(/secret|hopeful/);
  });

  test('S-RUN-1 is logged without passwords', () => {
    expect(JSON.stringify(redacted(readConfig(good)))).not.toMatch(/secret|geheim/);
  });
});
