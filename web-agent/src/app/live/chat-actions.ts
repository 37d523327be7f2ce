import { inject, Injectable, signal } from '@angular/core';
import type { CommandResult, SessionCommandData } from '@holdfast/chat-client';
import { Tell } from '../../look/tell.ts';
import { refusalText } from './refusal-text.ts';
import type { FollowedChat } from './followed-chat.ts';
import { Live } from './live.ts';

export type ActionName = 'claim' | 'close' | 'reopen' | 'return' | 'transfer' | 'label' | 'wake';

/** What an agent can do to a chat. What was refused is told; what is under way is in `pending`. */
@Injectable()
export class ChatActions {
  readonly #live = inject(Live);
  readonly #tell = inject(Tell);
  readonly #pending = signal<ActionName | null>(null);
  /** The action whose outcome is not known yet. */
  readonly pending = this.#pending.asReadonly();

  claim(chat: FollowedChat): Promise<boolean> {
    return this.#run('claim', () => this.#live.desk('ClaimChat', { session: chat.id }));
  }

  async close(chat: FollowedChat): Promise<void> {
    if (!(await this.#run('close', () => chat.handle.send('CloseSession', {})))) return;
    this.#tell.offer('The chat is closed.', 'Reopen', () => void this.reopen(chat));
  }

  reopen(chat: FollowedChat): Promise<boolean> {
    return this.#run('reopen', () => chat.handle.send('ReopenSession', {}));
  }

  wake(chat: FollowedChat): Promise<boolean> {
    return this.#run('wake', () => chat.handle.send('WakeSession', {}));
  }

  /** Gives the chat back for others. It quotes the ticket, so that a chat that has moved on is left alone. */
  async giveBack(chat: FollowedChat): Promise<boolean> {
    const { ticket } = chat.view();
    if (ticket === undefined) return false;
    return this.#run('return', () => chat.handle.send('UnassignAgent', { ticket, reason: 'returned' }));
  }

  transfer(chat: FollowedChat, to: SessionCommandData<'RequestTransfer'>): Promise<boolean> {
    return this.#run('transfer', () => chat.handle.send('RequestTransfer', to));
  }

  label(chat: FollowedChat, labels: string[]): Promise<boolean> {
    return this.#run('label', () => chat.handle.send('SetLabels', { labels }));
  }

  async #run(name: ActionName, act: () => Promise<CommandResult>): Promise<boolean> {
    this.#pending.set(name);
    try {
      const refusal = refusalText(await act(), Date.now());
      if (refusal !== null) this.#tell.say(refusal);
      return refusal === null;
    } finally {
      this.#pending.update((pending) => (pending === name ? null : pending));
    }
  }
}
