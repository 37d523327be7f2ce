import { pino, type Logger } from 'pino';

export type Log = Logger;
export const LOG = Symbol('log');

/** Lines of JSON on standard output. */
export const makeLog = (level: string): Log => pino({ level, base: { service: 'assignment' } });
