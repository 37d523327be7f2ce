import { pino, type Logger } from 'pino';

export type Log = Logger;
export const LOG = Symbol('log');

/** Lines of JSON on standard output. What is secret or personal is left out even where somebody logs it by mistake. */
export const makeLog = (level: string): Log =>
  pino({
    level,
    base: { service: 'workspace' },
    redact: {
      paths: [
        'password',
        'email',
        'refreshToken',
        'accessToken',
        '*.password',
        '*.email',
        '*.refreshToken',
        '*.accessToken',
      ],
      remove: true,
    },
  });
