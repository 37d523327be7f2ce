import { DestroyRef, inject, Injectable, signal } from '@angular/core';

/** `unasked`: only a click may ask. `blocked`: only the browser's own settings change it. */
export type DesktopState = 'allowed' | 'blocked' | 'unasked' | 'unsupported';

/** Whether the browser lets this page notify. */
@Injectable({ providedIn: 'root' })
export class DesktopPermission {
  readonly #state = signal<DesktopState>(current());
  readonly state = this.#state.asReadonly();

  constructor() {
    const look = (): void => this.#state.set(current());
    let status: PermissionStatus | undefined;
    // It is changed in the browser's own settings, while the page is open.
    (navigator as Partial<Navigator>).permissions
      ?.query({ name: 'notifications' })
      .then((held) => {
        status = held;
        held.addEventListener('change', look);
      })
      .catch(() => undefined);
    inject(DestroyRef).onDestroy(() => status?.removeEventListener('change', look));
  }

  /** Asks the person; to be called in a click of theirs. */
  async ask(): Promise<void> {
    if (this.#state() !== 'unasked') return;
    await Notification.requestPermission();
    this.#state.set(current());
  }
}

function current(): DesktopState {
  if (typeof Notification !== 'function') return 'unsupported';
  return Notification.permission === 'granted'
    ? 'allowed'
    : Notification.permission === 'denied'
      ? 'blocked'
      : 'unasked';
}
