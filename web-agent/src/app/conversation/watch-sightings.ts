import type { Sightings } from './sightings.ts';

/** So much of a message, or of the screen, must be seen. */
const SHARE = 0.6;

/** Tells which messages of a log are before the reader's eyes. */
export class SightingsWatch {
  readonly #sightings: Sightings;
  readonly #observer: IntersectionObserver;
  #watched = new Set<Element>();

  constructor(root: HTMLElement, sightings: Sightings) {
    this.#sightings = sightings;
    this.#observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const id = (entry.target as HTMLElement).dataset['id'];
          if (id !== undefined) sightings.inView(id, isSeen(entry), Date.now());
        }
      },
      { root, threshold: [0, SHARE, 1] },
    );
  }

  /** From now on these are watched, and no others. Calling it after a pause looks at all of them anew. */
  watch(elements: Iterable<Element>): void {
    const wanted = new Set(elements);
    for (const element of this.#watched) if (!wanted.has(element)) this.#observer.unobserve(element);
    for (const element of wanted) if (!this.#watched.has(element)) this.#observer.observe(element);
    this.#watched = wanted;
  }

  pause(): void {
    this.stop();
    this.#watched = new Set();
    this.#sightings.nothing(Date.now());
  }

  stop(): void {
    this.#observer.disconnect();
  }
}

const isSeen = ({ intersectionRatio, intersectionRect, rootBounds }: IntersectionObserverEntry): boolean =>
  intersectionRatio >= SHARE || intersectionRect.height >= SHARE * (rootBounds?.height ?? Infinity);
