import { beforeEach, describe, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import type { SessionFrameEvent } from '@holdfast/contracts';
import { Tell } from '../../look/tell.ts';
import { until } from '../../look/until.harness.ts';
import { ChatActions } from './chat-actions.ts';
import type { FollowedChat } from './followed-chat.ts';
import { signedIn } from './signed-in.harness.ts';
import { AT, conversation, type StandInGateway } from './stand-in-gateway.harness.ts';

let gateway: StandInGateway;
let chat: FollowedChat;
let actions: ChatActions;
let said: string[];
let undo: (() => void) | undefined;

const ADA = { kind: 'agent', id: 'ada', name: 'Ada' } as const;
const happens = (n: number, type: SessionFrameEvent['type'], data: object): void => {
  const event = { n, w: n, id: `e${n}/0`, at: AT, actor: ADA, type, data } as SessionFrameEvent;
  gateway.sessions.get('s1')!.push(event);
  gateway.tell({ t: 'events', session: 's1', events: [event] });
};
const commands = () => [
  ...new Set(gateway.sent('request').flatMap(({ commands: sent }) => sent.map(({ type }) => type))),
];

beforeEach(async () => {
  const { live, gateway: end } = await signedIn(({ sessions }) => sessions.set('s1', conversation('hello')));
  gateway = end;
  said = [];
  undo = undefined;
  const tell = TestBed.inject(Tell);
  tell.say = (text) => void said.push(text);
  tell.offer = (text, _action, act) => {
    said.push(text);
    undo = act;
  };
  actions = TestBed.inject(ChatActions);
  chat = live.follow('s1');
  await until(() => chat.view().freshness === 'live');
});

describe('what an agent does to a chat', () => {
  test('CN-ACT-1 is shown at once, as under way, until the log says so', async () => {
    const claiming = actions.claim(chat);
    expect(actions.stand(chat)).toMatchObject({ status: 'assigned', assignee: { id: 'ada' } });
    expect([actions.pending(chat), chat.view().status]).toEqual(['claim', 'waiting']);
    await claiming;
    // The outcome alone is not the event.
    expect(actions.pending(chat)).toBe('claim');
    happens(3, 'AgentAssigned', { ticket: 1, agentId: 'ada', agentName: 'Ada', decisionId: 'd' });
    await until(() => chat.view().status === 'assigned');
    expect(actions.pending(chat)).toBeUndefined();
  });

  test('CN-ACT-2 is taken back from the screen when it is refused, and why is told', async () => {
    const detail = { agentId: 'ben', agentName: 'Ben', at: new Date(Date.now() - 12_000).toISOString() };
    gateway.decide = ({ id }) => ({ commandId: id, kind: 'refused', reason: 'already-taken', detail });
    await actions.claim(chat);
    expect([actions.stand(chat).status, actions.pending(chat)]).toEqual(['waiting', undefined]);
    expect(said).toEqual(['Ben took this chat 12 sec ago.']);
    expect(undo).toBeUndefined();
  });

  test('CN-ACT-3 can be undone: a closed chat is opened, and is taken again by who had it', async () => {
    happens(3, 'AgentAssigned', { ticket: 1, agentId: 'ada', agentName: 'Ada', decisionId: 'd' });
    await until(() => chat.view().status === 'assigned');
    await actions.close(chat);
    happens(4, 'SessionClosed', {});
    expect(said).toEqual(['The chat is closed.']);
    undo!();
    await until(() => gateway.sent('desk-request').length === 1);
    expect(commands().filter((type) => type !== 'MarkReceipts')).toEqual(['CloseSession', 'ReopenSession']);
    expect(gateway.sent('desk-request')[0]?.commands[0]?.type).toBe('ClaimChat');
  });

  test('CN-ACT-3 a transfer is undone by taking the chat, or by passing it back from who has got it meanwhile', async () => {
    happens(3, 'AgentAssigned', { ticket: 1, agentId: 'ada', agentName: 'Ada', decisionId: 'd' });
    await until(() => chat.view().status === 'assigned');
    await actions.transfer(chat, { toAgentId: 'ben' }, 'Ben');
    happens(4, 'TransferRequested', { toAgentId: 'ben' });
    happens(5, 'AgentAssigned', { ticket: 4, agentId: 'ben', agentName: 'Ben', decisionId: 'd2' });
    await until(() => chat.view().assignee?.id === 'ben');
    expect(said).toEqual(['Passed on to Ben.']);
    undo!();
    const transfers = () =>
      gateway
        .sent('request')
        .flatMap(({ commands: sent }) => sent)
        .filter(({ type }) => type === 'RequestTransfer')
        .map(({ data }) => data);
    await until(() => transfers().length > 1);
    expect(transfers().at(-1)).toEqual({ toAgentId: 'ada' });
    expect(gateway.sent('desk-request')).toEqual([]);
  });

  test('CN-ACT-4 can be undone when another chat is open, and follows what comes of it', async () => {
    happens(3, 'AgentAssigned', { ticket: 1, agentId: 'ada', agentName: 'Ada', decisionId: 'd' });
    await until(() => chat.view().status === 'assigned');
    await actions.close(chat);
    happens(4, 'SessionClosed', {});
    await until(() => chat.view().status === 'closed');
    chat.letGo();
    let asked = 0;
    gateway.decide = ({ id, type }) => {
      if (type === 'ReopenSession') happens(5, 'SessionReopened', {});
      return type === 'ClaimChat' && ++asked < 3
        ? { commandId: id, kind: 'refused', reason: 'not-waiting' }
        : { commandId: id, kind: 'stored' };
    };
    undo!();
    await until(() => asked === 3);
    expect(commands().filter((type) => type !== 'MarkReceipts')).toEqual(['CloseSession', 'ReopenSession']);
  });

  test('CN-ACT-3 a claim that comes before the desk knows the chat is made again', async () => {
    let asked = 0;
    gateway.decide = ({ id }) =>
      ++asked < 3 ? { commandId: id, kind: 'refused', reason: 'not-waiting' } : { commandId: id, kind: 'stored' };
    await actions.claim(chat);
    expect([asked, said]).toEqual([3, ['The chat is yours.']]);
  });
});
