import { type AnyEvent, DESK_ID } from '@holdfast/contracts';
import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Person } from './person.ts';
import { Platform } from './stack.ts';
import { accountOf, makeWorkspace, type Workspace } from './workspace.ts';

let platform: Platform;
let workspace: Workspace;
let visitor: Person;
let noor: Person;
let ben: Person;

beforeAll(async () => {
  platform = await Platform.start({ environment: { assignment: { PRESENCE_GRACE_MS: '300' } } });
  workspace = await makeWorkspace(platform, { site: 'shop', agents: ['Noor', 'Ben'] });
  [noor, ben, visitor] = await Promise.all([
    Person.agent(platform, accountOf(workspace, 0), { away: true }),
    Person.agent(platform, accountOf(workspace, 1), { away: true }),
    Person.visitor(platform, workspace),
  ]);
}, 120_000);

afterAll(() => platform.stop());

const desk = async (): Promise<readonly AnyEvent[]> =>
  (await platform.commits({ workspace: workspace.id, kind: 'desk', id: DESK_ID })).flatMap(({ events }) => events);

const about = (session: string, type: string) => (event: AnyEvent) =>
  event.type === type && (event.data as { session: string }).session === session;

/** The desk hears of a session a moment after its agents do. */
const isQueued = async (session: string): Promise<boolean> => (await desk()).some(about(session, 'ChatQueued'));

/** Who was the agent of a session, one after the other; at no time two. */
async function holders(session: string): Promise<string[]> {
  const events = (await platform.sessionCommits(workspace.id, session)).flatMap((commit) => commit.events);
  const all: string[] = [];
  let isHeld = false;
  for (const event of events) {
    if (event.type === 'AgentAssigned') {
      expect(isHeld).toBe(false);
      all.push(event.data.agentId);
    }
    if (event.type === 'AgentAssigned' || event.type === 'AgentUnassigned') isHeld = event.type === 'AgentAssigned';
  }
  return all;
}

test('X-DESK-1: of two who claim one chat at once one gets it, and the other is told who has it', async () => {
  for (const _ of [1, 2, 3, 4, 5]) {
    const chat = await visitor.open(workspace.site);
    const seen = [noor, ben].map((agent) => agent.follow(chat.id));
    await eventually(() => isQueued(chat.id));
    await Promise.all(seen.map((theirs) => theirs.becomes('waiting')));
    const results = await Promise.all([noor, ben].map(({ client }) => client.desk('ClaimChat', { session: chat.id })));
    expect(results.map(({ kind }) => kind).sort()).toEqual(['refused', 'stored']);
    const winner = results[0]?.kind === 'stored' ? 'noor' : 'ben';
    const refusal = results.find(({ kind }) => kind === 'refused');
    expect(refusal).toMatchObject({ reason: 'already-taken', detail: { agentId: winner } });
    await Promise.all(seen.map((theirs) => theirs.becomes('assigned')));
    expect(seen.map(({ view }) => view.assignee?.id)).toEqual([winner, winner]);
    expect(await holders(chat.id)).toEqual([winner]);
    await seen[0]?.send('CloseSession', {});
  }
});

test('X-DESK-2: the chats of an agent who is gone for longer than the grace go to somebody else', async () => {
  expect(await noor.client.desk('SetAvailability', { availability: 'online' })).toMatchObject({ kind: 'stored' });
  const chat = await visitor.open(workspace.site);
  await chat.becomes('assigned');
  expect(chat.view.assignee).toMatchObject({ id: 'noor' });
  expect(await ben.client.desk('SetAvailability', { availability: 'online' })).toMatchObject({ kind: 'stored' });

  noor.goOffline();
  await eventually(() => chat.view.assignee?.id === 'ben', { within: 10_000 });
  expect(await holders(chat.id)).toEqual(['noor', 'ben']);
  const recalled = (await desk()).find(about(chat.id, 'ChatRecalled'));
  expect(recalled?.data).toMatchObject({ agentId: 'noor', reason: 'agent-offline' });

  noor.goOnline();
  await noor.live();
  const late = noor.follow(chat.id);
  await late.becomes('assigned');
  expect(late.view.assignee).toMatchObject({ id: 'ben' });
  await eventually(() => ben.client.roster.value.find(({ id }) => id === 'ben')?.load === 1);
});
