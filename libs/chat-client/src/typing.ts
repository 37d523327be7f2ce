import type { Clock } from './clock.ts';

/** A signal that still holds is said again after this long, in ms; who hears it lets it lapse a little later. */
export const TYPING_AGAIN_MS = 3_000;
const VIEWING_AGAIN_MS = 15_000;

/** Says sparingly what one person is doing in one session. */
export class Typing {
  readonly #clock: Clock;
  readonly #say: (kind: 'typing' | 'viewing', on: boolean, internal: boolean) => void;
  #saidAt: number | undefined;
  #internal = false;
  #cancelViewing: (() => void) | undefined;

  constructor(clock: Clock, say: (kind: 'typing' | 'viewing', on: boolean, internal: boolean) => void) {
    this.#clock = clock;
    this.#say = say;
  }

  typing(on: boolean, internal: boolean): void {
    const now = this.#clock.now();
    const said = this.#saidAt !== undefined && this.#internal === internal && now - this.#saidAt < TYPING_AGAIN_MS;
    if (on ? said : this.#saidAt === undefined) return;
    this.#say('typing', on, internal);
    this.#saidAt = on ? now : undefined;
    this.#internal = internal;
  }

  /** What was typed is sent: its arrival ends the signal with the others. */
  sent(): void {
    this.#saidAt = undefined;
  }

  viewing(on: boolean): void {
    const before = this.#cancelViewing !== undefined;
    this.#cancelViewing?.();
    this.#cancelViewing = undefined;
    if (!on && !before) return;
    this.#say('viewing', on, false);
    if (on) this.#cancelViewing = this.#clock.after(VIEWING_AGAIN_MS, () => this.viewing(true));
  }

  /** Somebody has come who cannot know yet that this one is looking. */
  cameToView(): void {
    if (this.#cancelViewing !== undefined) this.viewing(true);
  }

  stop(): void {
    this.typing(false, this.#internal);
    this.viewing(false);
  }
}
