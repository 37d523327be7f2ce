import { describe, expect, test } from '@jest/globals';
import { archiveOf } from './apt-sources.ts';

describe('archiveOf', () => {
  test('T-NATS-5: reads the one-line form with options, past comments and other archives', () => {
    const text = [
      '# deb http://old.example/debian bookworm main',
      'deb-src http://source.example/debian bookworm main',
      'deb [arch=amd64] https://vendor.example/apt vendor main',
      'deb [arch=amd64 signed-by=/usr/share/keyrings/debian.gpg] http://mirror.example/debian bookworm main contrib # mine',
    ].join('\n');
    expect(archiveOf([{ path: '/etc/apt/sources.list', text }])).toEqual({
      uri: 'http://mirror.example/debian',
      keyring: '/usr/share/keyrings/debian.gpg',
    });
  });

  test('T-NATS-5: reads the stanza form with folded and disabled entries', () => {
    const text = [
      'Types: deb\nEnabled: no\nURIs: http://off.example/debian\nSuites: bookworm\nComponents: main',
      'Types: deb deb-src\n# a remark\nURIs: http://mirror.example/debian\nSuites:\n bookworm\n bookworm-updates\nComponents: main\nSigned-By: /usr/share/keyrings/debian.gpg',
    ].join('\n\n');
    expect(archiveOf([{ path: '/etc/apt/sources.list.d/debian.sources', text }])).toEqual({
      uri: 'http://mirror.example/debian',
      keyring: '/usr/share/keyrings/debian.gpg',
    });
  });

  test('T-NATS-5: leaves a machine without a Debian archive alone', () => {
    const text =
      'deb http://mirror.example/ubuntu noble main universe\ndeb http://sec.example/debian-security bookworm-security main';
    expect(archiveOf([{ path: '/etc/apt/sources.list', text }])).toBeUndefined();
  });
});
