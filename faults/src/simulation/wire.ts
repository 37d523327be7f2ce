import type { Random } from '../random.ts';
import type { Process, VirtualTime } from './time.ts';

type Direction = 'up' | 'down';

/**
 * One connection between two processes, as TCP is: in each direction everything arrives in order and once, or the connection breaks
 * and what was under way is gone.
 */
export class Wire {
  readonly #time: VirtualTime;
  readonly #random: Random;
  /** When the last thing that is under way arrives. */
  readonly #last: Record<Direction, number> = { up: 0, down: 0 };
  /** Additional latency of each direction, ms. */
  readonly late: Record<Direction, number> = { up: 0, down: 0 };
  /** What goes this way vanishes until then. */
  readonly lostUntil: Record<Direction, number> = { up: 0, down: 0 };
  /** Nothing that goes this way arrives before then. */
  readonly heldUntil: Record<Direction, number> = { up: 0, down: 0 };
  #isBroken = false;

  constructor(time: VirtualTime, random: Random) {
    this.#time = time;
    this.#random = random;
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** `arrived` happens at the other end, unless the connection breaks before. */
  send(direction: Direction, to: Process, arrived: () => void): void {
    const { now } = this.#time;
    if (this.#isBroken || now < this.lostUntil[direction]) return;
    const latency = 0.05 + this.#random.next() * 0.4 + this.late[direction];
    const at = Math.max(this.#last[direction], Math.max(now, this.heldUntil[direction]) + latency);
    this.#last[direction] = at;
    this.#time.after(at - now, to, () => {
      if (!this.#isBroken) arrived();
    });
  }

  break(): void {
    this.#isBroken = true;
  }
}
