import { Injectable, signal, type Signal } from '@angular/core';

/** The page that embeds the widget, as it introduced itself. */
export interface Page {
  readonly url: string;
  readonly title: string;
  readonly referrer: string;
}

/** What the loader tells the frame. */
type FromLoader = { readonly type: 'page'; readonly page: Page } | { readonly type: 'shown' | 'hidden' };
/** What the frame tells the loader. */
export type ToLoader =
  | { readonly type: 'ready' | 'close' }
  | { readonly type: 'unread'; readonly count: number }
  | { readonly type: 'colour'; readonly colour: string };

/** The loader on the page around the frame. Only that page's own origin is spoken to, and listened to. */
@Injectable({ providedIn: 'root' })
export class HostPage {
  readonly #origin = new URLSearchParams(location.search).get('host');
  readonly #page = signal<Page | null>(null);
  // Without a page around it (the address opened directly) the widget is always before the visitor's eyes.
  readonly #shown = signal(window.parent === window);

  readonly page: Signal<Page | null> = this.#page.asReadonly();
  /** Whether the panel is open. */
  readonly shown: Signal<boolean> = this.#shown.asReadonly();

  constructor() {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (event.source === window.parent && event.origin === this.#origin) this.#hear(event.data as FromLoader);
    });
  }

  tell(message: ToLoader): void {
    if (window.parent !== window && this.#origin !== null)
      window.parent.postMessage({ holdfast: message }, this.#origin);
  }

  #hear(message: FromLoader): void {
    switch (message.type) {
      case 'page':
        this.#page.set(usable(message.page));
        return;
      case 'shown':
      case 'hidden':
        this.#shown.set(message.type === 'shown');
        return;
    }
  }
}

/** What the session may keep of the page: only web addresses, and no more of each text than it takes. */
function usable({ url, title, referrer }: Page): Page | null {
  if (!/^https?:\/\//.test(url)) return null;
  return { url: clean(url, 2_048), title: clean(title, 300), referrer: clean(referrer, 2_048) };
}

const clean = (text: string, limit: number): string =>
  [...text.toWellFormed().replaceAll('\0', '')].slice(0, limit).join('');
