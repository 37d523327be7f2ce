import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { IconName } from '@holdfast/look';

/** Something the person can do now: from the palette, and by its keys while no field has the focus. */
export interface Command {
  /** `<feature>.<what>`, e.g. `chat.close`; the same for the same thing everywhere. */
  readonly id: string;
  readonly title: string;
  readonly group: CommandGroup;
  readonly icon?: IconName;
  /** As tinykeys writes them: `e`, `g i`, `Shift+?`, `$mod+k`. Never with Alt: Alt and a letter types a sign on many keyboards. */
  readonly keys?: readonly string[];
  /** More words to find it by. */
  readonly words?: string;
  /** Only on the sheet of shortcuts: in the palette it would be of no use. */
  readonly hidden?: boolean;
  /** Again and again while its key is held down. */
  readonly repeats?: boolean;
  run(): void;
  /** Looks for what the person has typed, where no command is called that. */
  readonly lookUp?: (text: string) => void;
}

/** In this order they are shown. `chat`: what concerns the open chat. */
export const GROUPS = ['chat', 'inbox', 'go', 'you'] as const;
export type CommandGroup = (typeof GROUPS)[number];

/**
 * What can be done, told by whoever can do it: palette, shortcuts and their sheet show exactly that.
 * `inject(Commands).offer(() => […])` in a constructor: the list is computed like any signal, so it follows language and state;
 * it is gone when its component is. What cannot be done now is left out of the list.
 */
@Injectable({ providedIn: 'root' })
export class Commands {
  readonly #offers = signal<readonly { readonly list: () => readonly Command[] }[]>([]);

  /** Where two offer the same id, the later one counts: a part of the page knows better than the page. */
  readonly all = computed<readonly Command[]>(() => {
    const known = new Map<string, Command>();
    for (const { list } of this.#offers()) for (const command of list()) known.set(command.id, command);
    return [...known.values()];
  });

  readonly #opening = signal(0);
  /** Something that will take the keys is still being loaded: until it is there, none of them does anything else. */
  readonly isHeld = computed(() => this.#opening() > 0);

  async holdKeys<T>(loading: Promise<T>): Promise<T> {
    this.#opening.update((n) => n + 1);
    try {
      return await loading;
    } finally {
      this.#opening.update((n) => n - 1);
    }
  }

  offer(list: () => readonly Command[], until: DestroyRef = inject(DestroyRef)): void {
    const offered = { list: computed(list) };
    this.#offers.update((offers) => [...offers, offered]);
    until.onDestroy(() => this.#offers.update((offers) => offers.filter((other) => other !== offered)));
  }

  /** Runs it where it is offered now. */
  run(id: string): boolean {
    const command = this.all().find((one) => one.id === id);
    command?.run();
    return command !== undefined;
  }
}
