import { effect, resource, type ResourceRef, signal, untracked } from '@angular/core';

/** How long after something happened its trace can be read, in ms: it is written a moment later. */
const TRACE_MS = 400;
const TRIES = 4;

/**
 * What HTTP tells of a session that lives over the socket: read at once, and again a moment after each change of `moved`, keeping what was told
 * before in the meantime. While `isBehind` says that it is older than what is already shown, it is asked for again, a few times.
 */
export function told<T>(options: {
  readonly session: () => string;
  readonly moved: () => unknown;
  readonly ask: (session: string, abort: AbortSignal) => Promise<T>;
  readonly isBehind: (answer: T) => boolean;
}): ResourceRef<T | undefined> {
  const answer = resource({
    params: options.session,
    loader: ({ params, abortSignal }) => options.ask(params, abortSignal),
  });
  const tries = signal(0);
  effect((onCleanup) => {
    options.moved();
    untracked(() => tries.set(0));
    const timer = setTimeout(() => answer.reload(), TRACE_MS);
    onCleanup(() => clearTimeout(timer));
  });
  effect((onCleanup) => {
    if (!answer.hasValue() || answer.isLoading() || !options.isBehind(answer.value())) return;
    const tried = untracked(tries);
    if (tried >= TRIES) return;
    const timer = setTimeout(
      () => {
        tries.set(tried + 1);
        answer.reload();
      },
      TRACE_MS * 2 ** tried,
    );
    onCleanup(() => clearTimeout(timer));
  });
  return answer;
}
