import { computed, effect, linkedSignal, resource, type Signal, signal, untracked } from '@angular/core';
import { failureText } from '../../api/failure.ts';

/** How long after something happened its trace can be read, in ms: it is written a moment later. */
export const TRACE_MS = 400;
const TRIES = 4;

export interface Told<T> {
  /** The last answer; undefined before the first. */
  readonly answer: Signal<T | undefined>;
  /** Why there is none. */
  readonly problem: Signal<string | null>;
  again(): void;
}

interface Held<T> {
  readonly session: string;
  readonly value: T;
}

/**
 * What HTTP tells of a session that lives over the socket: asked at once, and again a moment after each change of `moved`; what was told
 * before is kept meanwhile. While `isBehind` says that it is older than what is already shown, it is asked for again, a few times.
 */
export function told<T>(options: {
  readonly session: () => string;
  readonly moved: () => unknown;
  readonly ask: (session: string, abort: AbortSignal) => Promise<T>;
  readonly isBehind: (answer: T) => boolean;
}): Told<T> {
  const asked = resource({
    params: options.session,
    loader: ({ params, abortSignal }) => options.ask(params, abortSignal),
  });
  const kept = linkedSignal<Held<T> | undefined, Held<T> | undefined>({
    source: () => (asked.hasValue() ? { session: options.session(), value: asked.value() } : undefined),
    computation: (latest, before) => latest ?? before?.value,
  });
  const answer = computed(() => {
    const held = kept();
    return held?.session === options.session() ? held.value : undefined;
  });
  const tries = signal(0);
  effect((onCleanup) => {
    options.moved();
    untracked(() => tries.set(0));
    const timer = setTimeout(() => asked.reload(), TRACE_MS);
    onCleanup(() => clearTimeout(timer));
  });
  effect((onCleanup) => {
    if (asked.isLoading()) return;
    const value = answer();
    if (value === undefined || !options.isBehind(value)) return;
    const tried = untracked(tries);
    if (tried >= TRIES) return;
    const timer = setTimeout(
      () => {
        tries.set(tried + 1);
        asked.reload();
      },
      TRACE_MS * 2 ** tried,
    );
    onCleanup(() => clearTimeout(timer));
  });
  return {
    answer,
    problem: computed(() => {
      const error = asked.error();
      return error === undefined || answer() !== undefined ? null : failureText(error);
    }),
    again: () => asked.reload(),
  };
}
