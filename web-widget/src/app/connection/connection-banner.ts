import { Component, computed, effect, inject, signal } from '@angular/core';
import { Chat } from '../live/chat';
import { freshnessNotice, QUIET_MS } from './freshness';

/** Says when what is shown may not be current; silent for blips. */
@Component({
  selector: 'hf-connection-banner',
  template: `@if (notice(); as text) {
    <p role="status">{{ text }}</p>
  }`,
  styles: `
    p {
      margin: 0;
      padding: calc(var(--space) * 0.75) calc(var(--space) * 2);
      background: var(--warning-surface);
      color: var(--warning-text);
      font-size: 0.87rem;
      text-align: center;
    }
  `,
})
export class ConnectionBanner {
  readonly #chat = inject(Chat);
  readonly #online = signal(navigator.onLine);
  /** When the connection ceased to be live; null while it is. */
  readonly #since = signal<number | null>(null);
  readonly #now = signal(Date.now());
  readonly #status = computed(() => this.#chat.connection()?.status ?? 'idle');

  readonly notice = computed(() => {
    const since = this.#since();
    const frozen = this.#chat.view()?.freshness === 'frozen';
    return freshnessNotice(this.#status(), frozen, this.#online(), since === null ? 0 : this.#now() - since);
  });

  constructor() {
    for (const type of ['online', 'offline'] as const)
      window.addEventListener(type, () => {
        this.#online.set(navigator.onLine);
      });
    effect((onCleanup) => {
      const live = this.#status() === 'live';
      if (live) {
        this.#since.set(null);
        return;
      }
      const since = Date.now();
      this.#since.update((before) => before ?? since);
      const timer = setTimeout(() => {
        this.#now.set(Date.now());
      }, QUIET_MS + 20);
      onCleanup(() => {
        clearTimeout(timer);
      });
    });
  }
}
