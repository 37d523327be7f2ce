import { DestroyRef, inject, Injectable, signal, type Signal } from '@angular/core';

/** How much fits side by side. The same widths stand in the style sheets of the page. */
@Injectable({ providedIn: 'root' })
export class Screen {
  readonly #destroyed = inject(DestroyRef);
  /** One pane at a time. */
  readonly isPhone = this.#matches('(width < 45rem)');
  /** Two panes: what is beside the conversation lies over it. */
  readonly isNarrow = this.#matches('(width < 68.75rem)');
  readonly prefersDark = this.#matches('(prefers-color-scheme: dark)');

  #matches(query: string): Signal<boolean> {
    // A test's document has none.
    if (typeof matchMedia !== 'function') return signal(false);
    const media = matchMedia(query);
    const held = signal(media.matches);
    const look = (): void => held.set(media.matches);
    media.addEventListener('change', look);
    this.#destroyed.onDestroy(() => media.removeEventListener('change', look));
    return held.asReadonly();
  }
}
