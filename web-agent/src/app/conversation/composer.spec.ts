import { beforeEach, describe, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import type { SessionFrameEvent } from '@holdfast/contracts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { signedIn } from '../live/signed-in.harness.ts';
import { AT, conversation, type StandInGateway } from '../live/stand-in-gateway.harness.ts';
import { until } from '../../look/until.harness.ts';
import { Composer } from './composer.ts';
import { SendKey } from './send-key.ts';
import { Sightings } from './sightings.ts';

let chat: FollowedChat;
let gateway: StandInGateway;
let page: HTMLElement;
let field: HTMLTextAreaElement;

const sent = () => chat.view().entries.flatMap((entry) => (entry.kind === 'message' && entry.own ? [entry] : []));
const type = (text: string): void => {
  field.value = text;
  field.dispatchEvent(new Event('input'));
  TestBed.tick();
};
const press = (key: string, more: KeyboardEventInit = {}): void => {
  field.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, ...more }));
  TestBed.tick();
};
const button = (text: string): HTMLButtonElement =>
  [...page.querySelectorAll('button')].find(({ textContent }) => textContent.includes(text))!;

const ADA = { kind: 'agent', id: 'ada', name: 'Ada' } as const;
const BEN = { kind: 'agent', id: 'ben', name: 'Ben' } as const;
const MIA = { kind: 'visitor', id: 'mia' } as const;
const happens = (n: number, actor: SessionFrameEvent['actor'], type: SessionFrameEvent['type'], data: object): void =>
  gateway.tell({
    t: 'events',
    session: 's1',
    events: [{ n, w: n, id: `e${n}/0`, at: AT, actor, type, data } as SessionFrameEvent],
  });

async function show(events = conversation('hello')): Promise<void> {
  localStorage.clear();
  TestBed.configureTestingModule({ providers: [{ provide: Sightings, useFactory: () => new Sightings() }] });
  const { live, gateway: end } = await signedIn(({ sessions }) => sessions.set('s1', events));
  gateway = end;
  chat = live.follow('s1');
  await until(() => chat.view().freshness === 'live');
  const fixture = TestBed.createComponent(Composer);
  fixture.componentRef.setInput('chat', chat);
  TestBed.tick();
  page = fixture.nativeElement as HTMLElement;
  field = page.querySelector('textarea')!;
}

describe('composing', () => {
  beforeEach(() => show());

  test('CN-COMPOSE-1 Enter sends and empties the field', () => {
    type('Good morning');
    press('Enter');
    expect(sent().map(({ text, visibility }) => [text, visibility])).toEqual([['Good morning', 'public']]);
    expect(field.value).toBe('');
  });

  test('CN-COMPOSE-1 Shift-Enter, and Enter that ends a composition, do not send', () => {
    type('こんにちは');
    press('Enter', { shiftKey: true });
    press('Enter', { isComposing: true });
    expect(sent()).toEqual([]);
  });

  test('CN-COMPOSE-1 nothing empty or too long is sent', () => {
    type('  \n ');
    press('Enter');
    type('😀'.repeat(8_001));
    press('Enter');
    expect(sent()).toEqual([]);
    expect(page.textContent).toContain('1 character too many');
    type('😀'.repeat(8_000));
    press('Enter');
    expect(sent()).toHaveLength(1);
  });

  test('CN-COMPOSE-2 a note looks and reads different, and goes out as a note', () => {
    const look = () => [
      page.className,
      field.placeholder,
      field.getAttribute('aria-label'),
      button(field.value).textContent,
    ];
    expect(button('Send')).toBeDefined();
    const reply = look();
    button('Internal note').click();
    TestBed.tick();
    const note = look();
    note.slice(0, 3).forEach((said, i) => expect(said).not.toBe(reply[i]));
    expect(button('Add note')).toBeDefined();
    type('between us');
    press('Enter');
    expect(sent().map(({ visibility }) => visibility)).toEqual(['internal']);
  });

  test('CN-COMPOSE-3 who likes it so sends with Ctrl or Cmd and Enter, and Enter starts a line', () => {
    TestBed.inject(SendKey).choose('mod-enter');
    type('Good morning');
    press('Enter');
    expect(sent()).toEqual([]);
    press('Enter', { ctrlKey: true });
    expect(sent()).toHaveLength(1);
  });

  test('CN-COMPOSE-4 a note begun in a closed chat stays a note when the visitor opens it again', async () => {
    happens(3, ADA, 'SessionClosed', {});
    await until(() => chat.view().status === 'closed');
    type('Refund denied: ');
    happens(4, MIA, 'SessionReopened', {});
    await until(() => chat.view().status === 'waiting');
    type('Refund denied: not the buyer');
    press('Enter');
    expect(sent().map(({ text, visibility }) => [text, visibility])).toEqual([
      ['Refund denied: not the buyer', 'internal'],
    ]);
  });

  test('CN-COMPOSE-4 a reply begun before a colleague closes stays a reply, and waits until the chat is open again', async () => {
    type('Dear Mia, ');
    happens(3, BEN, 'SessionClosed', {});
    await until(() => chat.view().status === 'closed');
    type('Dear Mia, it is on its way');
    press('Enter');
    expect([sent(), field.value]).toEqual([[], 'Dear Mia, it is on its way']);
    happens(4, MIA, 'SessionReopened', {});
    await until(() => chat.view().status === 'waiting');
    press('Enter');
    expect(sent().map(({ visibility }) => visibility)).toEqual(['public']);
  });

  test('CN-CANNED-3 what is still to be filled in, and a shortcut that is none, hold a reply back once', () => {
    for (const text of ['Dear {{order.owner}}', '/welcom']) {
      const before = sent().length;
      type(text);
      press('Enter');
      expect([sent().length, field.value]).toEqual([before, text]);
      expect(page.querySelector('#composer-hint strong')?.textContent).toContain(text.replace('Dear ', ''));
      press('Enter');
      expect(sent().at(-1)?.text).toBe(text);
    }
  });

  test('CN-GUARD-1 a reply is held when another agent has answered since it was begun, and goes when it is sent anyway', async () => {
    type('It is 20 euros');
    happens(3, BEN, 'MessagePosted', { text: 'It is 25 euros', visibility: 'public' });
    await until(() => chat.view().entries.length === 3);
    press('Enter');
    expect(sent()).toEqual([]);
    expect(page.querySelector('hf-guard-card')?.textContent).toContain('It is 25 euros');
    button('Send anyway').click();
    TestBed.tick();
    expect(sent().map(({ text }) => text)).toEqual(['It is 20 euros']);
    expect(page.querySelector('hf-guard-card')).toBeNull();
  });

  test('CN-GUARD-2 who goes on editing has seen it', async () => {
    type('It is');
    happens(3, BEN, 'MessagePosted', { text: 'It is 25 euros', visibility: 'public' });
    await until(() => chat.view().entries.length === 3);
    press('Enter');
    button('Keep editing').click();
    TestBed.tick();
    expect(field.value).toBe('It is');
    press('Enter');
    expect(sent()).toHaveLength(1);
  });

  test('CN-DRAFT-2 what was begun as a reply does not go along into a note', () => {
    type('dear visitor');
    button('Internal note').click();
    TestBed.tick();
    expect(field.value).toBe('');
    button('Reply').click();
    TestBed.tick();
    expect(field.value).toBe('dear visitor');
  });
});

test('CN-COMPOSE-2 a closed chat takes notes only', async () => {
  const events = conversation('hello');
  const actor = { kind: 'agent', id: 'ada', name: 'Ada' } as const;
  await show([...events, { n: 3, w: 3, id: 'close/0', at: events[0]!.at, actor, type: 'SessionClosed', data: {} }]);
  expect(button('Reply').disabled).toBe(true);
  type('for the file');
  press('Enter');
  expect(sent().map(({ visibility }) => visibility)).toEqual(['internal']);
});
