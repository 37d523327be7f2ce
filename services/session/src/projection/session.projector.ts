import { eventFilter } from '@holdfast/contracts';
import { type Projector, type ProjectorEvent, runProjector } from '@holdfast/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { audit } from '../audit/audit.projector.ts';
import { Inbox } from '../inbox/inbox.projector.ts';
import { search } from '../search/search.projector.ts';
import { visitors } from '../search/visitors.projector.ts';
import { snoozes } from '../snooze/snooze.projector.ts';
import { transcript } from '../transcript/transcript.projector.ts';
import { BatchWriter } from './batch-writer.projector.ts';
import type { ProjectionPosition } from './position.ts';
import { stepOf } from './step.ts';

/** Name of the durable consumer and of the checkpoint. Another version of the tables has another name, and is filled beside this one. */
export const PROJECTION_NAME = 'proj-session-v1';

/** So far behind, a reader still calls it caught up: one batch under way. */
const NEARLY = 500;

export interface SessionProjectorOptions {
  readonly nc: NatsConnection;
  readonly url: string;
  readonly epoch: string;
  /** Where the tables are; the role's own search path unless given. */
  readonly schema?: string;
  /** Name of the consumer: tables that are filled beside the live ones need another. */
  readonly consumer?: string;
  readonly onEvent: (event: ProjectorEvent) => void;
  readonly onUnknownEvent: (type: string, sequence: number) => void;
}

/** Reads the log in order into all read models at once. */
export class SessionProjector implements ProjectionPosition {
  readonly name = PROJECTION_NAME;
  readonly epoch: string;
  readonly #options: SessionProjectorOptions;
  #projector: Projector | undefined;

  constructor(options: SessionProjectorOptions) {
    this.#options = options;
    this.epoch = options.epoch;
  }

  get caughtUp(): boolean {
    return this.#projector?.state() === 'running' && this.#projector.lag() <= NEARLY;
  }

  get projector(): Projector | undefined {
    return this.#projector;
  }

  start(): Projector {
    const { nc, url, schema, consumer = this.name, onEvent, onUnknownEvent } = this.#options;
    const models = [transcript, new Inbox(), search, visitors, audit, snoozes];
    const writer = new BatchWriter({ url, name: this.name, models, ...(schema === undefined ? {} : { schema }) });
    this.#projector = runProjector({
      nc,
      name: consumer,
      filter: eventFilter('session'),
      owner: 'session',
      checkpoint: { load: () => writer.load() },
      lock: { acquire: (signal) => writer.acquire(signal) },
      apply: (batch, next) =>
        writer.write(
          batch.map((message) => stepOf(message, onUnknownEvent)),
          next,
        ),
      onEvent,
    });
    return this.#projector;
  }
}
