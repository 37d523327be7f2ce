/* What decides, without a framework: for those who put it together differently. */
export { readRequest } from './commands/read-request.ts';
export { session } from './domain/session.ts';
