import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { STREAMS } from '@holdfast/contracts';
import { managerOf, publishUntilAnswered, type StreamPlan, streamTable } from '@holdfast/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import WebSocket from 'ws';
import { percentile } from './measure.ts';
import { pace, type Pace } from './pacer.ts';

/**
 * What this machine and its nats-server take for the bare steps of a message's way, with nothing of Holdfast in between, in ms:
 * `publish`: a command, stored; `append`: an event, stored and, where the server syncs, synced; `echo`: a WebSocket round trip.
 */
export interface Floor {
  readonly publish_p50_ms: number | null;
  readonly append_p50_ms: number | null;
  readonly append_p99_ms: number | null;
  readonly echo_p50_ms: number | null;
  /** The three one after the other, as on a message's way. */
  readonly way_p50_ms: number | null;
  readonly way_p99_ms: number | null;
}

/** As long as a command and a commit of one message are. */
const COMMAND = new Uint8Array(550).fill(0x20);
const COMMIT = new Uint8Array(900).fill(0x20);
const COPIES = { [STREAMS.commands]: 'floor.cmd', [STREAMS.events]: 'floor.evt' } as const;

/** Streams beside the real ones, of the same making. */
function copies(): readonly { readonly plan: StreamPlan; readonly subject: string }[] {
  return streamTable(1).flatMap((plan) => {
    const subject = Object.entries(COPIES).find(([name]) => name === plan.name)?.[1];
    if (subject === undefined) return [];
    const { metadata: _, ...rest } = plan;
    return [{ plan: { ...rest, name: `FLOOR_${plan.name}`, subjects: [`${subject}.*`], metadata: {} }, subject }];
  });
}

/** Measures the floor at a rate; leaves nothing behind on the server. */
export async function measureFloor(nc: NatsConnection, span: Pace): Promise<Floor> {
  const jsm = await managerOf(nc);
  const plans = copies().map(({ plan }) => plan);
  for (const plan of plans) await jsm.streams.add(plan);
  const echo = await openEcho();
  try {
    const times = { publish: [] as number[], append: [] as number[], echo: [] as number[], way: [] as number[] };
    const ways: Promise<void>[] = [];
    await pace(span, (index) => {
      ways.push(
        (async () => {
          const start = performance.now();
          await put(nc, `${COPIES[STREAMS.commands]}.${String(index % 50)}`, COMMAND, 'Nats-Msg-Id', String(index));
          const published = performance.now();
          // Every append expects to be the first of its subject: the check is made, and nothing needs to be remembered.
          await put(
            nc,
            `${COPIES[STREAMS.events]}.${String(index)}`,
            COMMIT,
            'Nats-Expected-Last-Subject-Sequence',
            '0',
          );
          const appended = performance.now();
          await echo.trip();
          const echoed = performance.now();
          times.publish.push(published - start);
          times.append.push(appended - published);
          times.echo.push(echoed - appended);
          times.way.push(echoed - start);
        })(),
      );
    });
    await Promise.all(ways);
    return {
      publish_p50_ms: percentile(times.publish, 0.5),
      append_p50_ms: percentile(times.append, 0.5),
      append_p99_ms: percentile(times.append, 0.99),
      echo_p50_ms: percentile(times.echo, 0.5),
      way_p50_ms: percentile(times.way, 0.5),
      way_p99_ms: percentile(times.way, 0.99),
    };
  } finally {
    await echo.close();
    for (const { name } of plans) await jsm.streams.delete(name);
  }
}

async function put(nc: NatsConnection, subject: string, bytes: Uint8Array, key: string, value: string): Promise<void> {
  const own = headers();
  own.set(key, value);
  const { answer } = await publishUntilAnswered(nc, subject, bytes, own);
  if (answer.error !== undefined) throw new Error(`${subject}: ${answer.error.description}`);
}

/** A WebSocket whose answers come in the order they were asked for. */
async function openEcho(): Promise<{ trip(): Promise<void>; close(): Promise<void> }> {
  const worker = new Worker(new URL('echo-server.ts', import.meta.url));
  const [port] = (await once(worker, 'message')) as [number];
  const socket = new WebSocket(`ws://127.0.0.1:${String(port)}`, { perMessageDeflate: false });
  await once(socket, 'open');
  const waiting: (() => void)[] = [];
  socket.on('message', () => waiting.shift()?.());
  const text = 'x'.repeat(COMMIT.length);
  return {
    trip: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        socket.send(text);
      }),
    close: async () => {
      socket.terminate();
      await worker.terminate();
    },
  };
}
