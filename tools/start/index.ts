export { prepareSchemas } from './database.ts';
export { DEMO_SITE, environmentOf, PROCESSES, publicUrls } from './environment.ts';
export type { Facts, ProcessName } from './environment.ts';
export { anyPorts } from './ports.ts';
export type { Ports } from './ports.ts';
export type { Demo, DemoAccount, SeedContext } from './seed-context.ts';
export { startStack } from './stack.ts';
export type { ServerName, Stack, StackOptions } from './stack.ts';
