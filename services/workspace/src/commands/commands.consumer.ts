import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { type CommandConsumer, type CommandConsumerEvent, consumeCommands, LogProof } from '@holdfast/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { Metrics } from '../health/metrics.ts';
import { LOG, type Log } from '../logging.ts';
import { NATS } from '../nats.module.ts';
import { WorkspaceCommands } from './workspace-commands.ts';
import { WorkspaceLoop } from './workspace-loop.ts';

/** Takes the requests for workspaces while the process runs. */
@Injectable()
export class CommandsConsumer implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private consumer: CommandConsumer | null = null;

  constructor(
    @Inject(NATS) private readonly nc: NatsConnection,
    private readonly commands: WorkspaceCommands,
    private readonly loop: WorkspaceLoop,
    private readonly proof: LogProof,
    private readonly metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.consumer = consumeCommands({
      nc: this.nc,
      service: 'workspace',
      kind: 'workspace',
      prove: () => this.proof.again(),
      handle: (ref, request) => this.commands.handle(ref, request),
      park: (ref, request) => this.loop.refuse(ref, request, 'parked'),
      concurrency: 32,
      perWorkspace: 8,
      onEvent: (event) => this.note(event),
    });
  }

  pulling(): boolean {
    return this.consumer?.pulling() ?? false;
  }

  stopAccepting(): void {
    this.consumer?.stopAccepting();
  }

  onModuleDestroy(): void {
    this.stopAccepting();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.consumer?.drained();
    await this.loop.drain();
  }

  private note(event: CommandConsumerEvent): void {
    if (event.kind === 'settled') {
      this.metrics.commands.inc({ settlement: event.settlement });
      if (event.settlement !== 'ack') this.log.warn({ event: 'command-not-settled', ...event });
    } else {
      this.log.warn({ event: `commands-${event.kind}`, ...event });
    }
  }
}
