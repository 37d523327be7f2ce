import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventsInLog, expectProjected, messageIds } from '../platform/witness.ts';
import { accountOf } from '../platform/workspace.ts';
import type { AgentConsole } from './agent-console.ts';
import { Stage } from './stage.ts';
import type { Widget } from './widget.ts';

let stage: Stage;
let noor: AgentConsole;
let ben: AgentConsole;
let visitor: Widget;

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor', 'Ben'] });
  [noor, ben, visitor] = await Promise.all([
    stage.console(accountOf(stage.workspace, 0)),
    stage.console(accountOf(stage.workspace, 1)),
    stage.shop(),
  ]);
}, 120_000);

afterAll(() => stage.close());

const part = (title: string, play: () => Promise<void>): void => {
  test(title, () => stage.watch(title, play), 60_000);
};

part(
  'X-SHOW-1: a visitor on the shop page and an agent in the console talk, with ticks and typing, without a refresh',
  async () => {
    await noor.goOnline();
    const loads = [visitor.loads, noor.loads];
    await visitor.post('Is the blue kettle back?');
    await visitor.hasTick('Is the blue kettle back?', 'stored');
    await visitor.shows('Noor joined');
    await noor.openChat('Is the blue kettle back?');
    await noor.shows('Is the blue kettle back?');
    await visitor.hasTick('Is the blue kettle back?', 'read');

    await noor.type('Let me ');
    await visitor.shows('Noor is typing…');
    await noor.post('It is. Shall I keep one?');
    await visitor.shows('It is. Shall I keep one?');
    await noor.hasTick('It is. Shall I keep one?', 'read');
    await visitor.type('Yes');
    await noor.isTyping();
    await visitor.post('Yes, please');
    await noor.shows('Yes, please');
    await noor.note('Regular customer');
    await noor.hasTick('Regular customer', 'stored');
    await noor.post('Done.');
    await visitor.shows('Done.');

    const said = ['Is the blue kettle back?', 'It is. Shall I keep one?', 'Yes, please'];
    expect(await visitor.texts()).toEqual([...said, 'Done.']);
    expect(await noor.texts()).toEqual([...said, 'Regular customer', 'Done.']);
    expect([visitor.loads, noor.loads]).toEqual(loads);
  },
);

part('X-SHOW-2: the console shows why the desk chose this agent', async () => {
  const why = noor.page.locator('hf-why-card');
  await why.getByRole('heading', { name: 'Why is it with you?' }).waitFor();
  const considered = why.getByRole('listitem');
  await considered.filter({ hasText: /You – chosen, with 0 of 4 chats/ }).waitFor();
  await considered.filter({ hasText: /Ben – offline/ }).waitFor();
});

part(
  'X-SHOW-3: a colleague sees whose chat it is and is offered nothing; of two who take one at once one is told',
  async () => {
    await ben.view('All');
    await ben.openChat('Done.');
    await ben.stands('With Noor');
    expect(await ben.action('Take it').count()).toBe(0);

    await noor.page.locator('hf-availability-menu button.me').click();
    await noor.page.getByRole('menuitemradio', { name: 'Away' }).click();
    await noor.page.locator('hf-availability-menu [data-state=away]').first().waitFor();
    const other = await stage.shop();
    await other.post('Anybody there?');
    for (const console of [noor, ben]) {
      await console.view('Waiting');
      await console.openChat('Anybody there?');
      await console.action('Take it').waitFor();
    }
    // So slow a line that neither can have heard of the other.
    stage.platform.line.setLatency(1_500);
    await Promise.all([noor, ben].map((console) => console.action('Take it').click()));
    stage.platform.line.setLatency(0);
    const told = await Promise.any(
      [noor, ben].map(async (console) => {
        await console.page
          .getByText(/(Noor|Ben) took this chat/)
          .first()
          .waitFor();
        return console;
      }),
    );
    const [winner, loser] = told === ben ? ['Noor', ben] : ['Ben', noor];
    await loser.stands(`With ${winner}`);
    expect(await loser.action('Take it').count()).toBe(0);
    await other.shows(`${winner} joined`);
    await other.page.context().close();
  },
);

part('X-SHOW-4: a closed chat is closed for both; writing opens it again, and so does the agent', async () => {
  await noor.view('All');
  await noor.openChat('Done.');
  await noor.action('Close').click();
  await visitor.shows('The conversation was closed');
  await noor.stands('Closed');
  await visitor.post('One more thing');
  await noor.shows('One more thing');
  await noor.action('Take it').click();
  await noor.stands('With you');
  await noor.action('Close').click();
  await noor.action('Reopen').click();
  await noor.action('Take it').click();
  await noor.stands('With you');
  await noor.post('Still here');
  await visitor.shows('Still here');
});

part('X-SHOW-5: all of it is in the stream, numbered without a gap, and in Postgres', async () => {
  const { platform, workspace } = stage;
  const events = await eventsInLog(platform, workspace.id, noor.session);
  expect(await visitor.ids()).toEqual(
    messageIds(events.filter((event) => event.type !== 'MessagePosted' || event.data.visibility === 'public')),
  );
  await expectProjected(platform, workspace.id, noor.session);
  expect(stage.errors).toEqual([]);
});
