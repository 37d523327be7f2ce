/* The way of a message through the gateway, without sockets and frameworks: for those who put it together differently. */
export { Connection } from './connection/connection.ts';
export { type ConnectionParts } from './connection/connection-parts.ts';
export { Connections } from './connection/connections.ts';
export { type Socket } from './connection/outgoing.ts';
export { People } from './connection/people.ts';
export { type Identity } from './identity/identity.ts';
export { CommandIntake } from './inbound/command-intake.ts';
export { Bucket, CommandLimits } from './inbound/rates.ts';
export { CaughtUp } from './outbound/caught-up.ts';
export { EventStreamConsumer } from './outbound/event-stream.consumer.ts';
export { LogReader } from './outbound/log-reader.ts';
export { LogRouter } from './outbound/log-router.ts';
export { Owners } from './outbound/owners.ts';
export { Position } from './outbound/position.ts';
export { Rings } from './outbound/rings.ts';
export { SessionFeed } from './outbound/session-feed.ts';
export { Settling } from './outbound/settling.ts';
