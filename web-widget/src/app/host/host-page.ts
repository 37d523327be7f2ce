import { Injectable, signal, type Signal } from '@angular/core';
import type { FromFrame, Page, ToFrame } from '../../loader/protocol';

export type Setup = Extract<ToFrame, { type: 'setup' }>;

/** How long the page may take to vouch for somebody. */
const IDENTITY_WITHIN_MS = 10_000;

/** The loader on the page around the frame. Only that page's own origin is spoken to, and listened to. */
@Injectable({ providedIn: 'root' })
export class HostPage {
  readonly #origin = new URLSearchParams(location.search).get('host');
  readonly #setup = signal<Setup | null>(null);
  // Without a page around it (the address opened directly) the widget is always before the visitor's eyes.
  readonly #shown = signal(window.parent === window);
  readonly #wanted = signal<{ readonly text: string } | { readonly session: string } | null>(null);
  readonly #forgetting = signal(false);
  readonly #visible = signal(document.visibilityState === 'visible');
  #answer: (token: string | null | undefined) => void = () => undefined;

  readonly embedded = window.parent !== window;
  /** Whether the frame was given the focus, and still has it. */
  #focused = !this.embedded;
  /** What the page wants; null until it has said so. */
  readonly setup: Signal<Setup | null> = this.#setup.asReadonly();
  /** Whether the panel is open. */
  readonly shown: Signal<boolean> = this.#shown.asReadonly();
  /** Whether the tab is the one that is seen. */
  readonly visible: Signal<boolean> = this.#visible.asReadonly();
  /** What the page asks to be shown: a new conversation with this text, or this one. */
  readonly wanted: Signal<{ readonly text: string } | { readonly session: string } | null> = this.#wanted.asReadonly();
  /** The visitor has left: nothing of theirs may stay. */
  readonly forgetting: Signal<boolean> = this.#forgetting.asReadonly();

  constructor() {
    if (!this.embedded) this.#hear({ ...alone, languages: navigator.languages });
    document.addEventListener('visibilitychange', () => this.#visible.set(document.visibilityState === 'visible'));
    for (const type of ['focus', 'blur']) window.addEventListener(type, () => (this.#focused = type === 'focus'));
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (event.source === window.parent && event.origin === this.#origin) this.#hear(event.data as ToFrame);
    });
  }

  /**
   * Calls this once the frame has been given the focus, at once where it has it. An element that takes the focus while the page around is
   * handing it over can leave the keys with the page: then nothing that is typed arrives. `document.hasFocus()` does not tell: under a driver
   * it is true in every frame.
   */
  whenFocused(focus: () => void): void {
    if (this.#focused) focus();
    else window.addEventListener('focus', focus, { once: true });
  }

  page(): Page | null {
    const page = this.#setup()?.page;
    return page === undefined ? null : usable(page);
  }

  tell(message: FromFrame): void {
    if (this.embedded && this.#origin !== null) window.parent.postMessage({ holdfast: message }, this.#origin);
  }

  /**
   * What the page's owner vouches for, fresh; null where they do not.
   * @throws when they would and cannot at the moment: whoever they vouch for must not be taken for a stranger
   */
  identity(): Promise<string | null> {
    if (this.#setup()?.vouches !== true) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error('the page does not say who this is'));
      this.#answer = (token) => (token === undefined ? fail() : resolve(token));
      setTimeout(fail, IDENTITY_WITHIN_MS);
      this.tell({ type: 'ask-identity' });
    });
  }

  #hear(message: ToFrame): void {
    switch (message.type) {
      case 'setup':
        this.#setup.set(message);
        return;
      case 'shown':
      case 'hidden':
        this.#shown.set(message.type === 'shown');
        return;
      case 'compose':
      case 'session':
        this.#wanted.set(message);
        return;
      case 'identity':
        this.#answer(message.token);
        return;
      case 'forget':
        this.#forgetting.set(true);
        return;
    }
  }
}

const alone: Omit<Setup, 'languages'> = {
  type: 'setup',
  page: { url: '', title: '', referrer: '' },
  wishes: {},
  vouches: false,
};

/** What the session may keep of the page: only web addresses, and no more of each text than it takes. */
function usable({ url, title, referrer }: Page): Page | null {
  if (!/^https?:\/\//.test(url)) return null;
  return { url: clean(url, 2_048), title: clean(title, 300), referrer: clean(referrer, 2_048) };
}

const clean = (text: string, limit: number): string =>
  Array.from(text.toWellFormed().replaceAll('\u0000', '')).slice(0, limit).join('');
