export { startChild, describeExit } from './servers/child.ts';
export type { Child, ChildPlan, Exit } from './servers/child.ts';
export { ActionableFailure, messageOf } from './servers/failure.ts';
export { freePort, isPortFree, wantedOrNextFree } from './servers/free-port.ts';
export { NATS_USERS, natsPermissions, permissionsConf } from './servers/nats-permissions.ts';
export type { NatsPermissions, NatsUserName } from './servers/nats-permissions.ts';
export { findNatsServer, isRecent, OLDEST_NATS_SERVER } from './servers/nats-server.ts';
export { findPostgres } from './servers/postgres-binaries.ts';
export { planPostgres, postgresUrl, startPostgres } from './servers/postgres.ts';
export type { RunningPostgres, StartPostgresOptions } from './servers/postgres.ts';
export {
  DATABASE_ROLES,
  DATABASE_SERVICES,
  OWNER_ROLE,
  prepareDatabase,
  serviceRole,
  urlForRole,
} from './servers/prepare-database.ts';
export type { DatabaseService, RolePasswords } from './servers/prepare-database.ts';
export { planNats, startNats } from './servers/start-nats.ts';
export type { Durability, NatsAccount, NatsUser, RunningNats, StartNatsOptions } from './servers/start-nats.ts';
export { identify, isRunning } from './supervise/process-identity.ts';
export type { ProcessIdentity } from './supervise/process-identity.ts';
export { findChromium, findChromiumShell, findFirefox } from './test/browsers.ts';
export { StartupFailure } from './supervise/startup-failure.ts';
export { createSupervisor } from './supervise/supervisor.ts';
export type { SupervisedPlan, Supervisor, SupervisorOptions } from './supervise/supervisor.ts';
