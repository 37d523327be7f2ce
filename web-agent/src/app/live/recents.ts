import { Injectable, signal } from '@angular/core';

export interface RecentChat {
  readonly session: string;
  readonly visitor: string;
}

const KEPT = 8;

/** The chats that were opened in this tab, the last one first. */
@Injectable({ providedIn: 'root' })
export class Recents {
  readonly #chats = signal<readonly RecentChat[]>([]);
  readonly chats = this.#chats.asReadonly();

  opened(chat: RecentChat): void {
    this.#chats.update((chats) => [chat, ...chats.filter(({ session }) => session !== chat.session)].slice(0, KEPT));
  }
}
