import { inject, Injectable } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { dialogConfig } from '../../look/dialog-config.ts';
import { SignIn } from '../../api/sign-in.ts';
import { words } from '../../words/words.ts';
import { Commands } from '../live/commands.ts';

/** Opens the search from wherever one is: by its key, the palette, or its box. */
@Injectable({ providedIn: 'root' })
export class GlobalSearch {
  readonly #dialog = inject(MatDialog);
  readonly #commands = inject(Commands);
  #isOpen = false;

  constructor() {
    const { state } = inject(SignIn);
    this.#commands.offer(() => {
      if (state() !== 'signed-in') return [];
      const { open, more } = words().search;
      return [
        {
          id: 'search.open',
          title: open,
          group: 'go',
          icon: 'search',
          keys: ['/'],
          words: more,
          run: () => void this.open(),
          lookUp: (text) => void this.open(text),
        },
      ];
    });
  }

  /** Looks for this text. The window is fetched when it is first wanted. */
  async open(text = ''): Promise<void> {
    if (this.#isOpen) return;
    this.#isOpen = true;
    try {
      const { SearchDialog } = await this.#commands.holdKeys(import('./search-dialog.ts'));
      const config = dialogConfig({
        panelClass: 'hf-search-panel',
        width: 'min(42rem, 100vw)',
        maxWidth: '100vw',
        position: { top: matchMedia('(width < 45rem)').matches ? '0' : '12vh' },
        ariaLabel: words().search.title,
        autoFocus: 'input',
        data: text,
      });
      this.#dialog
        .open(SearchDialog, config)
        .afterClosed()
        .subscribe(() => (this.#isOpen = false));
    } catch (error) {
      this.#isOpen = false;
      throw error;
    }
  }
}
