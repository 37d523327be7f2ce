import { Component, computed, inject, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Now } from '@holdfast/look';
import { Live } from '../live/live.ts';
import { bannerOf } from './banner-text.ts';

@Component({
  selector: 'hf-connection-banner',
  imports: [MatButton],
  template: `
    <div role="status">
      @if (banner(); as banner) {
        <p [class.reload]="banner.kind === 'reload'">
          {{ banner.text }}
          @if (banner.kind === 'reload') {
            <button matButton type="button" (click)="reload()">Reload</button>
          }
        </p>
      }
    </div>
  `,
  styles: `
    p {
      display: flex;
      gap: 1rem;
      align-items: center;
      justify-content: center;
      margin: 0;
      padding: 0.4rem 1rem;
      font-size: 0.875rem;
      font-weight: 550;
      color: var(--hf-warn);
      background: var(--hf-warn-soft);
    }
    .reload {
      color: var(--hf-danger);
      background: var(--hf-danger-soft);
    }
  `,
})
export class ConnectionBanner {
  readonly #live = inject(Live);
  readonly #now = inject(Now);
  /** When the connection last ceased to be live. */
  readonly #brokenSince = linkedSignal({ source: this.#live.isCurrent, computation: () => Date.now() });
  protected readonly banner = computed(() =>
    bannerOf(this.#live.connection(), this.#brokenSince(), Math.max(this.#now.ms(), this.#brokenSince())),
  );

  protected reload(): void {
    location.reload();
  }
}
