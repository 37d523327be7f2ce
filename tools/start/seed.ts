import { type AggregateRef, SetPassword } from '@holdfast/contracts';
import { connectNats, epochAndLastSequence } from '@holdfast/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { askService } from './ask-service.ts';
import { Api } from './demo/api.ts';
import { DEMO_WORKSPACE } from './demo/cast.ts';
import type { Conversation } from './demo/conversation.ts';
import { keepDemoFile, openDemoFile, visitorSecret } from './demo/demo-file.ts';
import type { DemoFile } from './demo/demo-file.ts';
import { leadConversations } from './demo/live.ts';
import { LogSender } from './demo/log-sender.ts';
import { PAST_CONVERSATIONS } from './demo/past-conversations.ts';
import { LIVE_CONVERSATIONS, WAITING_CONVERSATIONS } from './demo/recent-conversations.ts';
import { allowOrigins, makeWorkspace, setPasswords } from './demo/set-up.ts';
import { beginningOf, endingOf, linesOf, visitorIdOf } from './demo/timeline.ts';
import type { Scene, Step } from './demo/timeline.ts';
import { DEMO_SITE } from './environment.ts';
import type { Demo, SeedContext } from './seed-context.ts';

const DAY_MS = 24 * 3_600_000;
/** So many past conversations are sent at once. */
const AT_ONCE = 4;

/**
 * Fills the installation with the demo workspace, by commands and nothing else. Commands of the past go onto the command stream, as an edge puts them there,
 * because only there a sender says when they were given; what happens today goes through the gateway. All ids are the same each time,
 * so a seeding that was interrupted goes on where it was, and a second one adds nothing.
 */
export async function seedDemo(context: SeedContext): Promise<Demo> {
  const { url, user, password } = context.nats;
  const nc = await connectNats({ servers: url, name: 'holdfast-seed', user, pass: password });
  try {
    const file = openDemoFile(context.demoFile, DEMO_SITE);
    const sender = new LogSender(nc, context.signal);
    const { epoch } = await epochAndLastSequence(nc);
    if (file.completeIn === epoch) await allowOrigins(sender, file.site, context.shopOrigins);
    else await fill(context, nc, sender, file, epoch);
    const { workspace, site, accounts } = file;
    return { workspace, site, accounts };
  } finally {
    await nc.close();
  }
}

async function fill(
  { apiUrl, shopOrigins, demoFile, say, signal }: SeedContext,
  nc: NatsConnection,
  sender: LogSender,
  file: DemoFile,
  epoch: string,
): Promise<void> {
  const [shopOrigin = 'http://127.0.0.1'] = shopOrigins;
  const api = new Api(apiUrl, signal);
  say('  demo   workspace, people, teams, site, canned replies');
  await makeWorkspace(sender, file.site, shopOrigins, new Date(Date.parse(file.seededAt) - 30 * DAY_MS).toISOString());
  await allowOrigins(sender, file.site, shopOrigins);
  if (!file.passwordsSet) {
    await setPasswords(async (data) => {
      if ((await askService(nc, SetPassword.pattern, data)) === null) throw new Error('a password could not be set');
    }, file.accounts);
    file.passwordsSet = true;
    keepDemoFile(demoFile, file);
  }
  say(
    `  demo   ${String(PAST_CONVERSATIONS.length + LIVE_CONVERSATIONS.length + WAITING_CONVERSATIONS.length)} conversations`,
  );
  await inParallel(PAST_CONVERSATIONS, async (conversation) => {
    const scene = sceneOf(conversation, file, shopOrigin);
    const lines = linesOf(conversation, scene, beginningOf(conversation, file.seededAt));
    await play(sender, conversation, [...lines, ...endingOf(conversation, scene, lines.at(-1)?.at ?? file.seededAt)]);
  });
  await api.waitFor(`/sites/${file.site}`);
  await leadConversations({ api, apiUrl, sender, file, shopOrigin }, LIVE_CONVERSATIONS);
  await inParallel(WAITING_CONVERSATIONS, (conversation) => {
    const beginning = Date.now() - conversation.minutesAgo * 60_000;
    return play(sender, conversation, linesOf(conversation, sceneOf(conversation, file, shopOrigin), beginning));
  });
  file.completeIn = epoch;
  keepDemoFile(demoFile, file);
}

const sceneOf = ({ id }: Pick<Conversation, 'id'>, file: DemoFile, shopOrigin: string): Scene => ({
  site: file.site,
  shopOrigin,
  visitorId: visitorIdOf(file.site, visitorSecret(file, id)),
});

async function play(sender: LogSender, { id }: Pick<Conversation, 'id'>, steps: readonly Step[]): Promise<void> {
  const ref: AggregateRef = { workspace: DEMO_WORKSPACE, kind: 'session', id };
  for (const step of steps) await sender.settle({ ref, ...step });
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  const worker = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
