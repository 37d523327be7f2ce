import { inject, Injectable, linkedSignal } from '@angular/core';
import { SignIn } from '../../api/sign-in.ts';

export interface RecentChat {
  readonly session: string;
  readonly visitor: string;
}

const KEPT = 8;

/** The chats that whoever is signed in has opened in this tab, the last one first. */
@Injectable({ providedIn: 'root' })
export class Recents {
  readonly #signIn = inject(SignIn);
  readonly #chats = linkedSignal<string | undefined, readonly RecentChat[]>({
    source: () => this.#signIn.agent()?.id,
    computation: () => [],
  });
  readonly chats = this.#chats.asReadonly();

  opened(chat: RecentChat): void {
    this.#chats.update((chats) => [chat, ...chats.filter(({ session }) => session !== chat.session)].slice(0, KEPT));
  }
}
