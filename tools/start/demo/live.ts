import { setTimeout as delay } from 'node:timers/promises';
import type { AggregateRef, ClientSessionCommand, Commit } from '@holdfast/contracts';
import { type ChatClient, createChatClient, memoryStore } from '@holdfast/chat-client';
import { ActionableFailure } from '../../servers/failure.ts';
import type { Api } from './api.ts';
import { AGENTS, DEMO_WORKSPACE } from './cast.ts';
import type { DemoFile } from './demo-file.ts';
import { visitorSecret } from './demo-file.ts';
import type { LogSender } from './log-sender.ts';
import type { LiveConversation } from './recent-conversations.ts';
import { openingOf, visitorIdOf } from './timeline.ts';

const CONNECT_WITHIN_MS = 20_000;

export type Stage = { api: Api; apiUrl: string; sender: LogSender; file: DemoFile; shopOrigin: string };

const refOf = (id: string): AggregateRef => ({ workspace: DEMO_WORKSPACE, kind: 'session', id });
const isClosed = (commits: readonly Commit[]): boolean =>
  commits.some(({ events }) => events.some(({ type }) => type === 'SessionClosed'));

/** Leads conversations through the gateway: agents come online, the desk gives out the chats, whoever gets one answers. */
export async function leadConversations(stage: Stage, conversations: readonly LiveConversation[]): Promise<void> {
  const open: LiveConversation[] = [];
  for (const conversation of conversations)
    if (!isClosed(await stage.sender.commits(refOf(conversation.id)))) open.push(conversation);
  if (open.length === 0) return;
  const desks = await Promise.all(
    AGENTS.filter(({ role }) => role === 'agent').map(({ email }) => comeOnline(stage, email)),
  );
  const tokens = new Map(desks.map(({ agentId, token }) => [agentId, token]));
  try {
    // One opens while the others are led: so the desk has loads to compare.
    await Promise.all(open.map((conversation) => openConversation(stage, conversation)));
    await Promise.all(open.map((conversation) => lead(stage, conversation, tokens)));
  } finally {
    await Promise.all(desks.map((desk) => desk.leave()));
  }
}

type Desk = { agentId: string; token: string; leave(): Promise<void> };

async function comeOnline({ api, apiUrl, file }: Stage, email: string): Promise<Desk> {
  const account = file.accounts.find((candidate) => candidate.email === email);
  const agent = AGENTS.find((candidate) => candidate.email === email);
  if (account === undefined || agent === undefined) throw new RangeError(email);
  const { accessToken: token } = await api.logIn(email, account.password);
  const url = new URL(apiUrl);
  const client = createChatClient({
    url: `ws://${url.host}/ws`,
    token: () => Promise.resolve({ token }),
    storage: memoryStore(),
  });
  client.start();
  await live(client, agent.name);
  await set(client, 'online');
  return {
    agentId: agent.agentId,
    token,
    leave: async () => {
      await set(client, 'offline');
      client.stop();
    },
  };
}

async function live(client: ChatClient, name: string): Promise<void> {
  const deadline = performance.now() + CONNECT_WITHIN_MS;
  while (client.connection.value.status !== 'live') {
    if (performance.now() > deadline)
      throw new ActionableFailure(
        `${name} of the demo cannot connect to the gateway.`,
        'See gateway.log in the data folder.',
      );
    await delay(10);
  }
}

async function set(client: ChatClient, availability: 'online' | 'offline'): Promise<void> {
  const result = await client.desk('SetAvailability', { availability });
  if (result.kind !== 'stored')
    throw new ActionableFailure(
      `The desk did not take "${availability}": ${JSON.stringify(result)}.`,
      'See assignment.log in the data folder.',
    );
}

async function openConversation(stage: Stage, conversation: LiveConversation): Promise<void> {
  const { api, file, shopOrigin } = stage;
  const secret = visitorSecret(file, conversation.id);
  const token = await api.visitorToken(file.site, secret);
  const scene = { site: file.site, shopOrigin, visitorId: visitorIdOf(file.site, secret) };
  const [first] = conversation.turns;
  const opening = openingOf(conversation, scene) as ClientSessionCommand;
  await api.session(token, conversation.id, [
    opening,
    ...(first === undefined ? [] : [post(conversation.id, 0, first)]),
  ]);
}

async function lead(stage: Stage, conversation: LiveConversation, tokens: ReadonlyMap<string, string>): Promise<void> {
  const { api, file, sender } = stage;
  const { id, turns, labels, rating } = conversation;
  const agentId = await sender.until(refOf(id), `the desk to give out ${id}`, assignee);
  const agent = tokens.get(agentId);
  if (agent === undefined)
    throw new ActionableFailure(
      `${id} of the demo went to ${agentId}, who is not online.`,
      'npm start -- --reset begins afresh.',
    );
  const visitor = await api.visitorToken(file.site, visitorSecret(file, id));
  for (const [n, turn] of turns.entries()) {
    if (n === 0) continue;
    await api.session(turn.by === 'agent' ? agent : visitor, id, [read(id, `${String(n)}-read`), post(id, n, turn)]);
  }
  await api.session(visitor, id, [read(id, 'visitor-read')]);
  const labelled: ClientSessionCommand[] =
    labels === undefined ? [] : [{ id: `${id}-labels`, type: 'SetLabels', data: { labels: [...labels] } }];
  await api.session(agent, id, [
    read(id, 'agent-read'),
    ...labelled,
    { id: `${id}-close`, type: 'CloseSession', data: {} },
  ]);
  if (rating !== undefined) await api.session(visitor, id, [{ id: `${id}-rate`, type: 'RateSession', data: rating }]);
}

/** Whoever holds the chat now: an agent who was gone while seeding may have lost it to another. */
function assignee(commits: readonly Commit[]): string | undefined {
  let held: string | undefined;
  for (const { type, data } of commits.flatMap(({ events }) => events)) {
    if (type === 'AgentAssigned') held = (data as { agentId: string }).agentId;
    if (type === 'AgentUnassigned') held = undefined;
  }
  return held;
}

const post = (id: string, n: number, { text, internal }: { text: string; internal?: true }): ClientSessionCommand => ({
  id: `${id}-${String(n)}`,
  type: 'PostMessage',
  data: { text, visibility: internal === true ? 'internal' : 'public' },
});
const read = (id: string, what: string): ClientSessionCommand => ({
  id: `${id}-${what}`,
  type: 'MarkReceipts',
  data: { delivered: 1_000_000, read: 1_000_000 },
});
