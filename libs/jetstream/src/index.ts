export { connectNats, type ConnectOptions, keptConnection } from './connect.ts';
export { linkOf, type Link } from './link.ts';
export { provision, type ProvisionOptions } from './provision.ts';
export { type Durability, type StreamLimits, type StreamPlan, streamTable } from './stream-table.ts';
export { assertDurability } from './durability.ts';
export { type ConsumerPlan, ensureConsumer } from './ensure-consumer.ts';
export { JetStreamEventStore } from './jetstream-event-store.ts';
export { type AppendQueueOptions } from './append-queue.ts';
export {
  assertSameLog,
  type Checkpoint,
  commitAt,
  epochAndLastSequence,
  lastCommit,
  type LogEnd,
  managerOf,
  readCommits,
} from './log.ts';
export { LogProof } from './log-proof.ts';
export { missingDelivery } from './missing-delivery.ts';
export { pulled, type PullOptions } from './pulled.ts';
export { publishUntilAnswered } from './publish-until-answered.ts';
export { decodeCommit } from './commit-codec.ts';
export { publishCommand } from './publish-command.ts';
export { directAnswer } from './direct-answer.ts';
export {
  type CommandConsumer,
  type CommandConsumerEvent,
  type CommandDelivery,
  consumeCommands,
  type ConsumeCommandsOptions,
  type Job,
  settleJob,
} from './consume-commands.ts';
export { LateAcks } from './late-acks.ts';
export { type Handling, settle, type Settlement } from './settlement.ts';
export { deadLetter, DEAD_LETTER_HEADERS, type DeadLetter } from './dead-letter.ts';
export { type Feed, type FeedEvent, type FeedMessage, type FeedOptions, openFeed } from './feed.ts';
export {
  type Projector,
  type ProjectorEvent,
  type ProjectorLease,
  type ProjectorOptions,
  type ProjectorState,
  runProjector,
} from './projector.ts';
export {
  describeError,
  isRetryable,
  LogReplaced,
  NotProvisioned,
  Rejected,
  StorageFull,
  Unavailable,
  Unreadable,
  WrongDurability,
} from './errors.ts';
