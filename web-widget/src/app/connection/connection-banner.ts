import { Component, computed, effect, inject, signal } from '@angular/core';
import { words } from '../../words/words';
import { Announcer } from '../host/announcer';
import { Chat } from '../live/chat';
import { freshnessNotice, QUIET_MS } from './freshness';

/** Says when what is shown may not be current; silent for blips. */
@Component({
  selector: 'hf-connection-banner',
  template: `@if (notice(); as what) {
    <p>
      {{ words().connection[what] }}
      @if (what === 'incompatible' || what === 'signedOut') {
        <button type="button" (click)="reload()">{{ words().reload }}</button>
      }
    </p>
  }`,
  styles: `
    p {
      display: flex;
      flex-wrap: wrap;
      gap: var(--hf-space-2);
      align-items: center;
      justify-content: center;
      margin: 0;
      padding: var(--hf-space-2) var(--hf-space-4);
      background: var(--hf-warn-soft);
      font-size: var(--hf-text-s);
      color: var(--hf-warn);
      text-align: center;
    }
    button {
      padding: var(--hf-space-1) var(--hf-space-3);
      border: 1px solid currentcolor;
      border-radius: var(--hf-corner-full);
      background: none;
    }
  `,
})
export class ConnectionBanner {
  readonly #chat = inject(Chat);
  readonly #announcer = inject(Announcer);
  readonly #online = signal(navigator.onLine);
  /** One that does not answer is as good as none. */
  readonly #status = computed(() => {
    const { status = 'idle', doubtful } = this.#chat.connection() ?? {};
    return status === 'live' && doubtful ? 'connecting' : status;
  });
  readonly #freshness = computed(() => this.#chat.view()?.freshness ?? null);
  readonly #isCurrent = computed(() => this.#status() === 'live' && this.#freshness() !== 'syncing' && this.#online());
  /** What is shown is not current, and has not been for long enough to be worth a word. */
  readonly #isLong = signal(false);

  protected readonly words = words;
  protected readonly notice = computed(() =>
    freshnessNotice(this.#status(), this.#freshness(), this.#online(), this.#isLong()),
  );

  constructor() {
    for (const type of ['online', 'offline'] as const)
      window.addEventListener(type, () => {
        this.#online.set(navigator.onLine);
      });
    // Tries that fail come and go meanwhile; only being current again ends it.
    effect((onCleanup) => {
      this.#isLong.set(false);
      if (this.#isCurrent()) return;
      const timer = setTimeout(() => this.#isLong.set(true), QUIET_MS);
      onCleanup(() => clearTimeout(timer));
    });
    let said: string | null = null;
    effect(() => {
      const what = this.notice();
      if (what !== null) this.#announcer.say(words().connection[what]);
      else if (said !== null) this.#announcer.say(words().say.back);
      said = what;
    });
  }

  protected reload(): void {
    location.reload();
  }
}
