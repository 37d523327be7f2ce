import { Component, computed, DestroyRef, DOCUMENT, effect, inject, signal, untracked } from '@angular/core';
import { Icon, Now } from '@holdfast/look';
import { Announcer } from '../../look/announcer.ts';
import { words } from '../../words/words.ts';
import { Live } from '../live/live.ts';
import { bannerOf, isProven, QUIET_MS } from './banner-text.ts';

/** Says what is the matter with the connection, and what can be done about it; to screen readers when that changes, not while it is counted down. */
@Component({
  selector: 'hf-connection-banner',
  imports: [Icon],
  host: {
    '[attr.role]': "banner() === null ? null : 'region'",
    '[attr.aria-label]': 'banner() === null ? null : words().connection.title',
  },
  template: `
    @if (banner(); as banner) {
      <p [attr.data-kind]="banner.kind">
        <hf-icon [name]="banner.kind === 'syncing' ? 'reopen' : 'warning'" />
        <span>{{ banner.text }}</span>
      </p>
    }
    @switch (banner()?.action) {
      @case ('try') {
        <button type="button" (click)="tryNow()">{{ words().connection.tryNow }}</button>
      }
      @case ('reload') {
        <button type="button" (click)="reload()">{{ words().connection.reload }}</button>
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      column-gap: var(--hf-space-3);
      align-items: center;
      justify-content: center;
      padding-inline: var(--hf-space-4);
      font-size: var(--hf-text-s);
      font-weight: 550;
      color: var(--hf-warn);
      background: var(--hf-warn-soft);
    }
    :host:has([data-kind='reload']) {
      color: var(--hf-danger);
      background: var(--hf-danger-soft);
    }
    p {
      display: flex;
      gap: var(--hf-space-2);
      align-items: center;
      margin: 0;
      padding: 0.4rem 0;
    }
    button {
      min-block-size: 2rem;
      padding: 0 0.6rem;
      border: 1px solid currentcolor;
      border-radius: var(--hf-corner-full);
      font: inherit;
      color: inherit;
      background: none;
      cursor: pointer;
    }
  `,
})
export class ConnectionBanner {
  readonly #live = inject(Live);
  readonly #now = inject(Now);
  readonly #isOnline = signal(navigator.onLine);
  /** Tries come and go meanwhile; only a connection that gives no cause for doubt ends it. */
  readonly #isProven = computed(() => {
    const view = this.#live.connection();
    return view !== null && isProven(view) && this.#isOnline();
  });
  /** It has not been for long enough to be worth a word. */
  readonly #isLong = signal(false);
  protected readonly words = words;
  protected readonly banner = computed(() =>
    bannerOf(this.#live.connection(), this.#isLong(), this.#now.ms(), this.#isOnline()),
  );

  readonly #spoken = computed(() => this.banner()?.spoken ?? null);

  constructor() {
    effect((onCleanup) => {
      this.#isLong.set(false);
      if (this.#isProven()) return;
      const timer = setTimeout(() => this.#isLong.set(true), QUIET_MS);
      onCleanup(() => clearTimeout(timer));
    });
    const announcer = inject(Announcer);
    let before: string | null = null;
    effect(() => {
      const spoken = this.#spoken();
      if (spoken !== before) announcer.say(spoken ?? untracked(words).connection.back);
      before = spoken;
    });
    const leaving = new AbortController();
    const window = inject(DOCUMENT).defaultView;
    for (const name of ['online', 'offline'])
      window?.addEventListener(name, () => this.#isOnline.set(navigator.onLine), { signal: leaving.signal });
    inject(DestroyRef).onDestroy(() => leaving.abort());
  }

  protected tryNow(): void {
    this.#live.tryNow();
  }

  protected reload(): void {
    location.reload();
  }
}
