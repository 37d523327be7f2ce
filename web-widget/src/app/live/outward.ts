import { effect, inject, Injectable, untracked } from '@angular/core';
import { initialsOf, onColour } from '@holdfast/look';
import type { SessionFrameEvent } from '@holdfast/contracts';
import { language, words } from '../../words/words';
import { Announcer } from '../host/announcer';
import { HostPage } from '../host/host-page';
import { Chat } from './chat';
import { chime } from './chime';
import { Preferences } from './preferences';
import { previewOf, queueOf, statusOf } from './told';

/** How soon a message is known to be read that another tab shows. */
const READ_MS = 400;

/** Tells the page around, screen readers and ears what goes on. */
@Injectable({ providedIn: 'root' })
export class Outward {
  readonly #chat = inject(Chat);
  readonly #host = inject(HostPage);
  readonly #announcer = inject(Announcer);
  readonly #preferences = inject(Preferences);

  start(): void {
    effect(() => {
      const { colour = '' } = this.#chat.site() ?? {};
      this.#host.tell({
        type: 'look',
        colour,
        onColour: colour === '' ? '' : onColour(colour),
        language: language.tag(),
      });
    });
    this.#whenChanged(
      () => {
        const telling = {
          picture: (id: string) => this.#chat.picture(id),
          initials: initialsOf,
          somebody: words().somebody,
        };
        const preview = previewOf([...this.#chat.views().values()], telling);
        return { type: 'unread', count: this.#chat.unread(), inTitle: this.#preferences.badge(), preview } as const;
      },
      (told) => this.#host.tell(told),
    );
    this.#whenChanged(
      () => queueOf(this.#chat.view()),
      (told) => this.#host.tell({ type: 'told', event: 'queue', told }),
    );
    this.#whenChanged(
      () => statusOf(this.#chat.view()),
      (told) => this.#host.tell({ type: 'told', event: 'status', told }),
    );
    this.#chat.onEvent((event) => this.#hear(event));
    let failed = 0;
    effect(() => {
      const now = this.#failures();
      if (now > failed) this.#announcer.say(words().say.notSent);
      failed = now;
    });
  }

  #hear(event: SessionFrameEvent): void {
    if (event.type !== 'MessagePosted') return;
    const { text } = event.data;
    const { kind, name = null } = event.actor;
    const told = { from: kind === 'visitor' ? 'visitor' : 'agent', name, text } as const;
    this.#host.tell({ type: 'told', event: 'message', told });
    if (kind === 'visitor') return;
    this.#announcer.say(words().say.message(name ?? words().somebody, text));
    const looking = this.#host.shown() && document.hasFocus();
    if (looking || !this.#preferences.sound() || this.#chat.connection()?.tab === 'follower') return;
    // What is read in another tab by then is no news.
    setTimeout(() => void (this.#chat.unread() > 0 && chime()), READ_MS);
  }

  #failures(): number {
    const entries = this.#chat.view()?.entries ?? [];
    return entries.filter((entry) => entry.kind === 'message' && (entry.tick === 'refused' || entry.tick === 'failed'))
      .length;
  }

  /** Tells once for each value that differs from the one before. */
  #whenChanged<T>(read: () => T, tell: (value: T) => void): void {
    let before: string | undefined;
    effect(() => {
      const value = read();
      const key = JSON.stringify(value);
      if (key === before) return;
      before = key;
      untracked(() => tell(value));
    });
  }
}
