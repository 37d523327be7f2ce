/* What decides and what follows from it, without a framework: for those who put it together differently. */
export { readCommand } from './commands/read-command.ts';
export { desk } from './domain/desk.ts';
export { DESK_ACTOR, Pass } from './process/pass.consumer.ts';
