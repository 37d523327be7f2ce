import { pino, type Logger } from 'pino';

export type Log = Logger;
export const LOG = Symbol('log');

/** Lines of JSON on standard output: fields, never texts, names or addresses of people. */
export const makeLog = (level: string): Log =>
  pino({
    level,
    base: { service: 'session' },
    redact: { paths: ['text', 'email', '*.text', '*.email'], remove: true },
  });

/** An error as a field. Messages of errors hold no text of people; stacks are for debugging only. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
