import { signal, type Signal } from '@angular/core';
import type { Readable } from '@holdfast/chat-client';

/** A `Readable` of the chat client as a signal, until it is let go. */
export function signalOf<T>(readable: Readable<T>): { readonly signal: Signal<T>; letGo(): void } {
  const held = signal(readable.value);
  const letGo = readable.subscribe((value) => held.set(value));
  return { signal: held.asReadonly(), letGo };
}
