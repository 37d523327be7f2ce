import { inject, Injectable, signal } from '@angular/core';
import { Api } from '../../api/api.ts';
import { failureText } from '../../api/failure.ts';
import type { FollowedChat } from '../live/followed-chat.ts';

/** As many events a page has, while reading back and while going to a place far back. */
const PAGE = { reading: 50, going: 200 } as const;

/** Reads what was before: one page at a time, and no more after a failure until it is asked for. */
@Injectable()
export class OlderPagesLoader {
  readonly #api = inject(Api);
  readonly #loading = signal(false);
  readonly #problem = signal<string | null>(null);
  readonly loading = this.#loading.asReadonly();
  readonly problem = this.#problem.asReadonly();

  load(chat: FollowedChat): Promise<boolean> {
    return this.#load(chat, PAGE.reading);
  }

  /** Reads back until the event of this number is there. */
  async back(chat: FollowedChat, n: number): Promise<void> {
    while (chat.view().older && chat.view().from > n) if (!(await this.#load(chat, PAGE.going))) return;
  }

  async #load(chat: FollowedChat, limit: number): Promise<boolean> {
    if (this.#loading()) return false;
    this.#loading.set(true);
    this.#problem.set(null);
    try {
      const { events, older } = await this.#api.history(chat.id, chat.view().from, limit);
      chat.handle.prepend(events, older);
      return true;
    } catch (error) {
      this.#problem.set(failureText(error));
      return false;
    } finally {
      this.#loading.set(false);
    }
  }
}
