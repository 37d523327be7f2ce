import { eventually } from '@holdfast/testing';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Chat } from '../platform/page.ts';
import { Person } from '../platform/person.ts';
import { accountOf } from '../platform/workspace.ts';
import { type AgentConsole } from './agent-console.ts';
import { Calls } from './calls.ts';
import { Conversation } from './conversation.ts';
import { Stage } from './stage.ts';

let stage: Stage;
let noor: AgentConsole;
let calls: Calls;
const people: Person[] = [];

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor'], capacity: 40 });
  const hers = await stage.person();
  await hers.grantPermissions(['notifications'], { origin: new URL(stage.platform.stack.urls.console).origin });
  await Calls.noteIn(hers);
  noor = await stage.console(accountOf(stage.workspace, 0), hers);
  calls = new Calls(noor.page);
  await noor.goOnline();
}, 120_000);

afterEach(() => {
  expect(stage.errors).toEqual([]);
});

afterAll(() => stage.close());

const part = (title: string, play: () => Promise<void>): void => {
  test(title, () => stage.watch(title, play), 60_000);
};

/** Somebody new writes. */
async function arrives(text: string): Promise<Chat> {
  const visitor = await Person.visitor(stage.platform, stage.workspace);
  people.push(visitor);
  const chat = await visitor.open(stage.workspace.site);
  await chat.say(text);
  return chat;
}

let chat: Chat;

part(
  'X-CALL-1: who looks elsewhere is called by sound, on the desktop and on the tab, and led to the chat',
  async () => {
    chat = await arrives('Is anybody there?');
    await noor.row('Is anybody there?').waitFor();
    await calls.lookAway();
    const before = await calls.tones();
    await chat.say('My parcel is lost');
    await eventually(async () => (await calls.onDesktop()).includes('Mara wrote: My parcel is lost'));
    await eventually(async () => (await calls.tones()) > before);
    await eventually(async () => /^\(\d+\) /.test(await noor.page.title()));
    await calls.answer('My parcel is lost');
    await noor.shows('My parcel is lost');
    expect(noor.session).toBe(chat.id);
  },
);

part('X-CALL-2: of what is before the eyes nobody is called', async () => {
  await calls.lookBack();
  await eventually(async () => !(await noor.page.title()).startsWith('('));
  const before = [await calls.tones(), (await calls.onDesktop()).length];
  await chat.say('It was a kettle');
  await noor.shows('It was a kettle');
  expect([await calls.tones(), (await calls.onDesktop()).length]).toEqual(before);
});

part('X-CALL-3: in quiet hours nothing calls, and what came in is counted all the same', async () => {
  await noor.page.goto(new URL('/settings', stage.platform.stack.urls.console).href);
  await noor.page.getByRole('switch', { name: 'Keep quiet at these hours' }).click();
  // From and to the same: all day, at whatever hour this is played.
  for (const end of ['From', 'To']) {
    await noor.page.getByLabel(end, { exact: true }).fill('09:00');
    await noor.page.getByLabel(end, { exact: true }).press('Tab');
  }
  await noor.page.getByText('It is quiet now.').waitFor();
  await noor.view('Mine');
  await noor.row('It was a kettle').waitFor();
  await calls.lookAway();
  const before = [await calls.tones(), (await calls.onDesktop()).length];
  await chat.say('A blue one');
  await eventually(async () => (await noor.page.title()).startsWith('(1) '));
  await noor.row('A blue one').waitFor();
  expect([await calls.tones(), (await calls.onDesktop()).length]).toEqual(before);
  await calls.lookBack();
});

part('X-CALL-4: what comes in above what is read does not move it, and is one press away', async () => {
  for (let n = 0; n < 14; n++) await arrives(`Question ${String(n)}`);
  await noor.view('All');
  await noor.row('Question 13').waitFor();
  const list = noor.page.getByRole('list', { name: 'Chats' });
  await list.hover();
  await noor.page.mouse.wheel(0, 500);
  const held = noor.row('Question 4');
  await held.waitFor();
  // The list has come to rest where it was scrolled to.
  const place = async (): Promise<number | undefined> => (await held.boundingBox())?.y;
  await eventually(async () => (await list.evaluate((element) => element.scrollTop)) === 500);
  const before = await place();
  await arrives('One more question');
  const pill = noor.page.getByRole('button', { name: '1 new chat' });
  await pill.waitFor();
  expect(await place()).toBe(before);
  await pill.click();
  await noor.row('One more question').waitFor();
  await pill.waitFor({ state: 'detached' });
});

part('X-CALL-5: a snoozed chat comes back when its time has come', async () => {
  const conversation = new Conversation(noor);
  await noor.openChat('A blue one');
  const other = await Person.agent(stage.platform, accountOf(stage.workspace, 0));
  people.push(other);
  const until = new Date(Date.now() + 4_000).toISOString();
  expect(await other.follow(chat.id).send('SnoozeSession', { until })).toMatchObject({ kind: 'stored' });
  await noor.stands('Snoozed until');
  await noor.stands('With you');
  await conversation.tells('The snooze is over');
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(until));
});
