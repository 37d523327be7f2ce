import { signal } from '@angular/core';
import type { Entry } from '@holdfast/chat-client';

/** So near to its end the log counts as being there, in CSS pixels. */
const NEAR = 48;

type Scroller = Pick<HTMLElement, 'scrollTop' | 'scrollHeight' | 'clientHeight'>;

/**
 * Where a reader is in a log that grows at both ends. Who is at the end stays at the end; who reads further up keeps the place, whatever is put
 * before or after, and is told how much there is below.
 */
export class LogScroll {
  readonly #atEnd = signal(true);
  readonly #newBelow = signal(0);
  #first: string | undefined;
  #last: string | undefined;
  #height = 0;

  readonly atEnd = this.#atEnd.asReadonly();
  /** Messages that came below while the reader was further up. */
  readonly newBelow = this.#newBelow.asReadonly();

  /** To be called after these entries were drawn. */
  shown(scroller: Scroller, entries: readonly Entry[]): void {
    const [first, last] = [entries[0]?.id, entries[entries.length - 1]];
    const grewAbove =
      this.#first !== undefined && first !== this.#first && entries.some(({ id }) => id === this.#first);
    const grewBelow = last !== undefined && last.id !== this.#last;
    const isFirst = this.#last === undefined;
    const before = grewBelow ? entries.findLastIndex(({ id }) => id === this.#last) : -1;
    this.#first = first;
    this.#last = last?.id;
    if (grewAbove && !this.#atEnd()) scroller.scrollTop += scroller.scrollHeight - this.#height;
    if (this.#atEnd() || (grewBelow && isOwn(last))) this.toEnd(scroller);
    else if (grewBelow && !isFirst) {
      const came = entries.slice(before + 1).filter(({ kind }) => kind === 'message').length;
      this.#newBelow.update((known) => known + came);
    }
    this.#height = scroller.scrollHeight;
  }

  /** The reader scrolled. */
  moved(scroller: Scroller): void {
    const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= NEAR;
    this.#atEnd.set(atEnd);
    if (atEnd) this.#newBelow.set(0);
  }

  /** The log, or what is in it, has another height. */
  resized(scroller: Scroller): void {
    if (this.#atEnd()) scroller.scrollTop = scroller.scrollHeight;
    this.#height = scroller.scrollHeight;
  }

  /** The reader is taken elsewhere on purpose: the end no longer holds. */
  away(): void {
    this.#atEnd.set(false);
  }

  toEnd(scroller: Scroller): void {
    scroller.scrollTop = scroller.scrollHeight;
    this.#atEnd.set(true);
    this.#newBelow.set(0);
  }
}

const isOwn = (entry: Entry): boolean => entry.kind === 'message' && entry.own;
