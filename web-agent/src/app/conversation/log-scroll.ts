import { signal } from '@angular/core';
import type { Entry } from '@holdfast/chat-client';

/** So near to its end the log counts as being there, in CSS pixels. */
const NEAR = 48;

type Scroller = Pick<HTMLElement, 'scrollTop' | 'scrollHeight' | 'clientHeight'>;

/**
 * Where a reader is in a log that grows at both ends. Who is at the end stays at the end; who reads further up keeps the place, whatever is put
 * before or after, and is told that there is more below.
 */
export class LogScroll {
  readonly #atEnd = signal(true);
  readonly #moreBelow = signal(false);
  #first: string | undefined;
  #last: string | undefined;
  #height = 0;

  readonly atEnd = this.#atEnd.asReadonly();
  readonly moreBelow = this.#moreBelow.asReadonly();

  /** To be called after these entries were drawn. */
  shown(scroller: Scroller, entries: readonly Entry[]): void {
    const [first, last] = [entries[0]?.id, entries[entries.length - 1]];
    const grewAbove =
      this.#first !== undefined && first !== this.#first && entries.some(({ id }) => id === this.#first);
    const grewBelow = last !== undefined && last.id !== this.#last;
    this.#first = first;
    this.#last = last?.id;
    if (grewAbove && !this.#atEnd()) scroller.scrollTop += scroller.scrollHeight - this.#height;
    else if (this.#atEnd() || (grewBelow && isOwn(last))) this.toEnd(scroller);
    else if (grewBelow) this.#moreBelow.set(true);
    this.#height = scroller.scrollHeight;
  }

  /** The reader scrolled. */
  moved(scroller: Scroller): void {
    const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= NEAR;
    this.#atEnd.set(atEnd);
    if (atEnd) this.#moreBelow.set(false);
  }

  /** The log, or what is in it, has another height. */
  resized(scroller: Scroller): void {
    if (this.#atEnd()) scroller.scrollTop = scroller.scrollHeight;
    this.#height = scroller.scrollHeight;
  }

  toEnd(scroller: Scroller): void {
    scroller.scrollTop = scroller.scrollHeight;
    this.#atEnd.set(true);
    this.#moreBelow.set(false);
  }
}

const isOwn = (entry: Entry): boolean => entry.kind === 'message' && entry.own;
