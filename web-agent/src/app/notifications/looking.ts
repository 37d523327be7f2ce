import { DestroyRef, effect, inject, Injectable, signal } from '@angular/core';
import { PageAttention } from '../../look/page-attention.ts';
import { Place } from '../live/place.ts';

/** The tab that has the focus, and the chat that is open in it. */
interface Focus {
  readonly tab: string;
  readonly session: string | null;
}

/** What the person has before their eyes, over all tabs: one of them has the focus, or none. */
@Injectable()
export class Looking {
  readonly #tab = Math.random().toString(36).slice(2);
  readonly #focus = signal<Focus | null>(null);
  /** Whether any tab of the console has the focus. */
  readonly focus = this.#focus.asReadonly();

  constructor() {
    const attention = inject(PageAttention);
    const place = inject(Place);
    const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel('holdfast:looking') : undefined;
    if (channel !== undefined)
      channel.onmessage = ({ data }: MessageEvent<Focus & { readonly focused: boolean }>) => this.#heard(data);
    const tell = (focused: boolean): void => {
      const told = { tab: this.#tab, session: place.session() ?? null, focused };
      this.#heard(told);
      channel?.postMessage(told);
    };
    effect(() => tell(attention.focused() && attention.visible()));
    const leave = (): void => tell(false);
    addEventListener('pagehide', leave);
    inject(DestroyRef).onDestroy(() => {
      removeEventListener('pagehide', leave);
      leave();
      channel?.close();
    });
  }

  /** A tab that lost the focus may say so after another has told that it got it. */
  #heard({ tab, session, focused }: Focus & { readonly focused: boolean }): void {
    this.#focus.update((held) => (focused ? { tab, session } : held?.tab === tab ? null : held));
  }
}
