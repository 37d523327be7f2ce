import { setTimeout as delay } from 'node:timers/promises';
import { holdProcess } from '@holdfast/testing';
import { watchHistory } from './history-watch.ts';
import { type Installation, until } from './installation.ts';
import type { Options } from './options.ts';
import { type Delivery, historyOf, latencies, type Outage } from './outage.ts';
import { pace } from './pacer.ts';
import { People } from './people.ts';
import { Projection } from './projection.ts';
import { watchRows } from './rows.ts';
import { takenWith } from './taken-with.ts';

/** People talk before and after for this share of the outage. */
const AROUND = 1 / 3;
const SETTLE_MS = 60_000;

/**
 * Postgres is taken away while people talk, and comes back. All its processes stand still meanwhile: connections are taken by the system and nothing
 * is ever answered, so that whoever asks it waits. That is harder than a Postgres that is not there, which refuses at once; and one
 * that is killed is back within a second.
 * `said`: what the supervisor tells, as it grows.
 */
export async function withoutPostgres(
  place: Installation,
  options: Options,
  said: readonly string[],
  say: (line: string) => void,
) {
  const { rate, seconds, warmUpSeconds, sessions } = options;
  await using ends = new AsyncDisposableStack();
  const people = new People();
  ends.defer(() => {
    people.leave();
  });
  say(`Gathering ${String(sessions)} visitors and ${String(place.agents.length)} agents`);
  await people.gather(place, sessions);
  await pace({ perSecond: rate, seconds: warmUpSeconds }, (index) => {
    people.send(index);
  });
  await people.arrive(SETTLE_MS);

  const first = people.sent;
  const due: number[] = [];
  const deliveries: Delivery[] = [];
  people.onShown = (index) => {
    const at = due[index - first];
    if (at !== undefined) deliveries.push({ due: at, ms: performance.now() - at });
  };
  const told = said.length;
  let backAt = Infinity;
  let projected = 0;
  const rows = watchRows(place, people, (now) => {
    if (now > backAt) projected = Math.round(now - backAt);
  });
  ends.defer(() => rows.stop());
  const history = watchHistory(place, people.sessions);
  ends.defer(() => history.stop());
  const around = seconds * AROUND;
  const [outage] = await Promise.all([
    takeAway(place, { after: around, seconds }, say).then((over) => {
      backAt = over.to;
      return over;
    }),
    pace({ perSecond: rate, seconds: around + seconds + around }, (index, dueAt) => {
      due.push(dueAt);
      people.send(first + index);
    }),
  ]);
  await people.arrive(SETTLE_MS);
  await until('all is as before', () => history.isServed() && rows.areThere(), SETTLE_MS).catch(() => undefined);
  const projection = await Projection.open(place.stack.databaseUrl, place.workspace);
  ends.defer(() => projection.close());
  return {
    scenario: options.scenario,
    rate,
    away_s: Math.round((outage.to - outage.from) / 100) / 10,
    sent: people.sent,
    failed_sends: people.failed,
    ...latencies(deliveries, outage),
    ...people.judge(),
    not_projected: people.sent - (await projection.count(people.sent, SETTLE_MS)),
    ...historyOf(history.answers, outage),
    projected_ms: projected,
    client_problems: people.problems,
    died: said.slice(told).filter((line) => line.includes(' died (')),
    ...(await takenWith(place, options, projection)),
  };
}

async function takeAway(
  place: Installation,
  { after, seconds }: { readonly after: number; readonly seconds: number },
  say: (line: string) => void,
): Promise<Outage> {
  await delay(after * 1_000);
  const pid = place.stack.supervisor.pids()['postgres'];
  if (pid === undefined) throw new Error('there is no Postgres');
  say(`Postgres is held for ${String(seconds)} s`);
  const release = holdProcess(pid);
  const from = performance.now();
  // Who ends the bench meanwhile ends Postgres too, which can only end when it goes on.
  const end = (signal: NodeJS.Signals): void => {
    release();
    process.kill(process.pid, signal);
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    await delay(seconds * 1_000);
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
    release();
  }
  say('Postgres goes on');
  return { from, to: performance.now() };
}
