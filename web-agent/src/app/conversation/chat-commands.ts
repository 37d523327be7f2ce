import { words } from '../../words/words.ts';
import type { ChatActions } from '../live/chat-actions.ts';
import type { Command } from '../live/commands.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { snoozeTimes } from './snooze-times.ts';

/** What the parts of a chat can be told to do. */
export interface ChatPorts {
  readonly chat: FollowedChat;
  readonly actions: ChatActions;
  readonly isFinding: boolean;
  reply(): void;
  note(): void;
  transfer(): void;
  snooze(): void;
  find(): void;
}

const timeOf = (wanted: string): number | undefined => snoozeTimes(Date.now()).find(({ name }) => name === wanted)?.at;

/** What can be done with the open chat as it stands. */
export function chatCommands({ chat, actions, isFinding, ...does }: ChatPorts): readonly Command[] {
  const { actions: said, conversation } = words();
  const { status, assignee } = actions.stand(chat);
  const isOpen = status === 'waiting' || status === 'assigned' || status === 'snoozed';
  const isHeld = isOpen && assignee !== undefined;
  const command = (id: string, title: string, run: () => void, more: Partial<Command> = {}): Command => ({
    id: `chat.${id}`,
    title,
    group: 'chat',
    run,
    ...more,
  });
  const when = (holds: boolean, ...commands: Command[]): Command[] => (holds ? commands : []);
  return [
    ...when(
      isOpen,
      command('reply', conversation.composer.reply, () => does.reply(), { icon: 'reply', keys: ['r'] }),
    ),
    command('note', conversation.composer.note, () => does.note(), { icon: 'lock', keys: ['n'] }),
    ...when(
      status === 'waiting',
      command('claim', said.claim, () => void actions.claim(chat), { icon: 'hand', keys: ['a'] }),
    ),
    ...when(
      isOpen,
      command('close', said.close, () => void actions.close(chat), { icon: 'check', keys: ['e'] }),
    ),
    ...when(
      status === 'closed',
      command('reopen', said.reopen, () => void actions.reopen(chat), { icon: 'reopen', keys: ['e'] }),
    ),
    ...when(
      isOpen,
      command('transfer', said.transfer, () => does.transfer(), { icon: 'transfer', keys: ['t'] }),
    ),
    ...when(
      isHeld,
      command('return', said.returnToQueue, () => void actions.giveBack(chat), { icon: 'return', keys: ['b'] }),
      command('snooze', said.snooze, () => does.snooze(), { icon: 'moon', keys: ['s'] }),
      ...snoozeTimes(Date.now()).map(({ name, at }) =>
        command(
          `snooze.${name}`,
          said.snoozeUntil(conversation.snooze[name]),
          // When it is said counts, not when it was offered.
          () => void actions.snooze(chat, new Date(timeOf(name) ?? at).toISOString()),
          { icon: 'moon' },
        ),
      ),
    ),
    ...when(
      status === 'snoozed',
      command('wake', said.wake, () => void actions.wake(chat), { icon: 'clock', keys: ['w'] }),
    ),
    command('find', conversation.header.find, () => does.find(), {
      icon: 'search',
      // Once it is open the key is the browser's own again.
      keys: isFinding ? [] : ['$mod+f'],
    }),
  ];
}
