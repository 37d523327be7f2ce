import { Component, ElementRef, inject, input, model, output, signal } from '@angular/core';
import { Icon } from '@holdfast/look';
import { words } from '../../words/words';

/** What a visitor may choose for themselves. */
@Component({
  selector: 'hf-panel-menu',
  imports: [Icon],
  templateUrl: './panel-menu.html',
  styleUrl: './panel-menu.css',
  host: { '(keydown.escape)': 'escape($event)', '(focusout)': 'left($event)' },
})
export class PanelMenu {
  readonly sound = model.required<boolean>();
  readonly badge = model.required<boolean>();
  readonly downloadable = input(false);
  readonly downloaded = output();

  readonly #element = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly words = words;
  protected readonly isOpen = signal(false);

  protected download(): void {
    this.isOpen.set(false);
    this.downloaded.emit();
  }

  /** The first Escape closes the menu, the next one the panel. */
  protected escape(event: Event): void {
    if (!this.isOpen()) return;
    event.stopPropagation();
    this.isOpen.set(false);
    this.#element.nativeElement.querySelector('button')?.focus();
  }

  protected left({ relatedTarget }: FocusEvent): void {
    if (relatedTarget instanceof Node && this.#element.nativeElement.contains(relatedTarget)) return;
    // A click on something that takes no focus is no leaving.
    if (relatedTarget !== null) this.isOpen.set(false);
  }
}
