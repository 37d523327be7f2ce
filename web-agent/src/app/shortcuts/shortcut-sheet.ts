import { Component, computed, type ElementRef, inject, viewChild } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Icon } from '@holdfast/look';
import { Preferences } from '../../look/preferences.ts';
import { words } from '../../words/words.ts';
import { Commands, GROUPS } from '../live/commands.ts';
import { keyCaps } from '../live/key-text.ts';

/** Every shortcut there is at the moment, by what it is for. */
@Component({
  selector: 'hf-shortcut-sheet',
  imports: [Icon, MatIconButton, RouterLink],
  templateUrl: './shortcut-sheet.html',
  styleUrl: './shortcut-sheet.css',
})
export class ShortcutSheet {
  readonly #commands = inject(Commands);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly words = words;
  readonly #preferences = inject(Preferences);
  protected readonly isOn = computed(() => this.#preferences.now().shortcuts);
  protected readonly groups = computed(() =>
    GROUPS.map((group) => ({
      group,
      name: words().page.groups[group],
      lines: this.#commands
        .all()
        .filter((command) => command.group === group && command.keys !== undefined)
        .map(({ id, title, keys = [] }) => ({ id, title, ways: keys.map(keyCaps) })),
    })).filter(({ lines }) => lines.length > 0),
  );

  open(): void {
    this.dialog().nativeElement.showModal();
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  protected leave(event: Event): void {
    if (event.target === this.dialog().nativeElement) this.close();
  }
}
