import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Chat } from '../platform/page.ts';
import { Person } from '../platform/person.ts';
import { accountOf } from '../platform/workspace.ts';
import type { AgentConsole } from './agent-console.ts';
import { Conversation } from './conversation.ts';
import { Scenery } from './scenery.ts';
import { Stage } from './stage.ts';

let stage: Stage;
let visitor: Person;
let known: Chat;
let nameless: Chat;
let noor: AgentConsole;
let noors: Conversation;

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor'] });
  const scenery = new Scenery(stage);
  await scenery.cannedReply('hello', 'Hello {{visitor.firstName}}, this is {{agent.name}} of {{workspace.name}}.');
  await scenery.cannedReply('hours', 'We are here from nine to five.');
  visitor = await Person.visitor(stage.platform, stage.workspace);
  known = await visitor.open(stage.workspace.site);
  await known.say('Good morning');
  nameless = visitor.follow(visitor.client.newSessionId());
  await nameless.send('OpenSession', { siteId: stage.workspace.site, visitor: {} });
  await nameless.say('Good evening');
  noor = await stage.console(accountOf(stage.workspace, 0));
  noors = new Conversation(noor);
  await noor.view('Waiting');
}, 120_000);

afterAll(() => stage.close());

const part = (title: string, play: () => Promise<void>): void => {
  test(title, () => stage.watch(title, play), 60_000);
};

part('X-CONV-5: a canned reply is found by its shortcut, and filled in where it is inserted', async () => {
  await noor.openChat('Good morning');
  await noor.type('/h');
  await noors.options.nth(1).waitFor();
  expect((await noors.options.allInnerTexts()).map((text) => text.split(/\s/)[0])).toEqual(['/hello', '/hours']);
  await noor.page.keyboard.press('ArrowDown');
  await noor.page.keyboard.press('ArrowUp');
  await noor.page.keyboard.press('Enter');
  await noors.holds('Hello Mara, this is Noor of Kettle & Cup.');
  await noor.page.keyboard.press('Enter');
  await known.sees('Hello Mara, this is Noor of Kettle & Cup.');
});

part('X-CONV-5: a blank is pointed out before it goes to a visitor whose name nobody knows', async () => {
  await noor.openChat('Good evening');
  await noor.type('/hello');
  await noors.options.first().waitFor();
  await noor.page.keyboard.press('Enter');
  await noors.holds('Hello [visitor’s name], this is Noor of Kettle & Cup.');
  await noor.page.keyboard.press('Enter');
  await noors.hint
    .getByText('Nothing is filled in for [visitor’s name]. Send twice to send it as it stands.')
    .waitFor();
  // The blank is selected: what is typed takes its place.
  await noor.page.keyboard.type('dear guest');
  await noor.page.keyboard.press('Enter');
  await nameless.sees('Hello dear guest, this is Noor of Kettle & Cup.');
  expect(nameless.texts).toHaveLength(2);
});

part('X-CONV-6: what is begun in one chat is there when one comes back to it, reply and note apart', async () => {
  await noor.type('About the evening');
  await noors.mode('Internal note').click();
  await noors.holds('');
  await noor.type('Sounds tired');
  await noor.openChat('Hello Mara');
  await noors.holds('');
  await noor.row('Hello dear guest').getByText('Draft').waitFor();
  await noor.openChat('Hello dear guest');
  await noors.holds('Sounds tired');
  await noors.mode('Reply').click();
  await noors.holds('About the evening');
});

part('X-CONV-6: the tabs of an agent have one draft, over a reload too; what one sends is gone from both', async () => {
  const second = await stage.tab(noor, new URL(noor.page.url()).pathname);
  const seconds = new Conversation(second);
  await seconds.holds('About the evening');
  await second.composer.press('End');
  await second.type(', you are right');
  await noors.holds('About the evening, you are right');
  await noor.page.reload();
  await noors.holds('About the evening, you are right');

  await second.composer.press('Enter');
  await nameless.sees('About the evening, you are right');
  await noor.shows('About the evening, you are right');
  await noors.holds('');
  await noors.mode('Internal note').click();
  await noors.holds('Sounds tired');
  expect(nameless.texts).toHaveLength(3);
  expect(stage.errors).toEqual([]);
});
