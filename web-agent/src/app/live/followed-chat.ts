import { computed, type Signal } from '@angular/core';
import type { SessionHandle, SessionView } from '@holdfast/chat-client';
import { signalOf } from './readable-signal.ts';

/** One session as the console follows it: the client's handle, with the view as a signal. */
export class FollowedChat {
  readonly id: string;
  readonly handle: Omit<SessionHandle, 'view' | 'release'>;
  readonly view: Signal<SessionView>;
  /** The visitor has a page of the site open, as of the last half minute. */
  readonly hasVisitor = computed(() => this.view().viewing.some(({ kind }) => kind === 'visitor'));
  readonly #letGo: () => void;

  constructor(handle: SessionHandle) {
    const view = signalOf(handle.view);
    this.id = handle.id;
    this.handle = handle;
    this.view = view.signal;
    this.#letGo = () => {
      view.letGo();
      handle.release();
    };
  }

  letGo(): void {
    this.#letGo();
  }
}
