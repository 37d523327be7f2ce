import { DESK_ID } from '@holdfast/contracts';
import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Api } from './api.ts';
import { Person } from './person.ts';
import { Platform } from './stack.ts';
import { eventsInLog, expectProjected, messageIds } from './witness.ts';
import { accountOf, makeWorkspace, type Workspace } from './workspace.ts';

let platform: Platform;
let workspace: Workspace;
let visitor: Person;
let agent: Person;

beforeAll(async () => {
  platform = await Platform.start();
  workspace = await makeWorkspace(platform, { site: 'shop', agents: ['Noor'] });
  agent = await Person.agent(platform, accountOf(workspace, 0));
  visitor = await Person.visitor(platform, workspace);
}, 120_000);

afterAll(() => platform.stop());

test('X-TALK-1, X-TALK-2, X-TALK-3: a visitor and an agent talk, both ways, with true ticks', async () => {
  const theirs = await visitor.open(workspace.site);
  const ours = agent.follow(theirs.id);
  await theirs.becomes('assigned');
  expect(theirs.view.assignee).toMatchObject({ name: 'Noor' });

  const question = await theirs.say('Is the blue kettle back?');
  await ours.sees('Is the blue kettle back?');
  await eventually(() => theirs.message(question)?.tick === 'delivered', { within: 5_000 });
  ours.handle.seen(ours.view.lastW);
  await eventually(() => theirs.message(question)?.tick === 'read');

  ours.handle.typing(true);
  await eventually(() => theirs.view.typing.some(({ name }) => name === 'Noor'));
  const answer = await ours.say('It is. Shall I keep one for you?');
  await theirs.sees('It is. Shall I keep one for you?');
  await eventually(() => theirs.view.typing.length === 0);
  ours.handle.post('Regular customer', { visibility: 'internal' });
  await ours.sees('Regular customer');
  theirs.handle.seen(theirs.view.lastW);
  await eventually(() => ours.message(answer)?.tick === 'read');

  const events = await eventsInLog(platform, workspace.id, theirs.id);
  expect(messageIds(events)).toEqual(ours.messages.map(({ id }) => id));
  expect(theirs.texts).toEqual(['Is the blue kettle back?', 'It is. Shall I keep one for you?']);
  await expectProjected(platform, workspace.id, theirs.id);
});

test('X-TALK-4: the desk assigned the chat by a decision that says whom it looked at, and staff can read it', async () => {
  const chat = await visitor.open(workspace.site);
  await chat.becomes('assigned');
  const desk = await platform.commits({ workspace: workspace.id, kind: 'desk', id: DESK_ID });
  const decided = desk.flatMap(({ events }) => events).filter(({ type }) => type === 'ChatAssigned');
  expect(decided.at(-1)?.data).toMatchObject({
    session: chat.id,
    agentId: 'noor',
    kind: 'automatic',
    considered: [{ agentId: 'noor', verdict: 'chosen' }],
  });
  const api = new Api(platform);
  const { accessToken } = await api.signIn(accountOf(workspace, 0));
  await eventually(async () => {
    const answer = await api.ask('GET', `/sessions/${chat.id}/decisions`, accessToken);
    const { decisions } = (await answer.json()) as { decisions: unknown[] };
    expect(decisions[0]).toMatchObject({ type: 'ChatAssigned', agentName: 'Noor' });
    return true;
  });
});

test('X-TALK-5: a closed chat is closed for both; the visitor’s next message opens it again', async () => {
  const theirs = await visitor.open(workspace.site);
  const ours = agent.follow(theirs.id);
  await ours.becomes('assigned');
  expect(await ours.send('CloseSession', {})).toMatchObject({ kind: 'stored' });
  await theirs.becomes('closed');
  await theirs.say('One more thing');
  await ours.becomes('assigned');
  await ours.sees('One more thing');
});
