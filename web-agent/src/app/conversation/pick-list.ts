import { linkedSignal, type Signal, signal } from '@angular/core';

/** A list that is offered beside a text field and walked by its keys, while the field keeps the focus. */
export class PickList<T> {
  readonly items: Signal<readonly T[]>;
  readonly #at;
  readonly #waved = signal<readonly T[] | null>(null);
  readonly #pick: (item: T) => void;

  constructor(items: Signal<readonly T[]>, pick: (item: T) => void) {
    this.items = items;
    this.#at = linkedSignal({ source: items, computation: () => 0 });
    this.#pick = pick;
  }

  /** Which item is marked, from 0. */
  readonly at = (): number => this.#at();
  /** Nothing to offer, or the offer was waved away. */
  readonly isOpen = (): boolean => this.items().length > 0 && this.#waved() !== this.items();

  mark(index: number): void {
    this.#at.set(index);
  }

  waveAway(): void {
    this.#waved.set(this.items());
  }

  /** Whether the key was the list's. */
  press(event: KeyboardEvent): boolean {
    if (!this.isOpen() || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false;
    const { length } = this.items();
    const steps: Record<string, () => void> = {
      ArrowDown: () => this.#at.update((at) => (at + 1) % length),
      ArrowUp: () => this.#at.update((at) => (at + length - 1) % length),
      Enter: () => this.#pickMarked(),
      Tab: () => this.#pickMarked(),
      Escape: () => this.waveAway(),
    };
    const step = steps[event.key];
    if (step === undefined) return false;
    event.preventDefault();
    event.stopPropagation();
    step();
    return true;
  }

  #pickMarked(): void {
    const item = this.items()[this.#at()];
    if (item !== undefined) this.#pick(item);
  }
}
