import { Component, computed, input, output, signal } from '@angular/core';
import { language } from '../../words/words.ts';
import { type Bounds, fit, sizeAfterKey } from './pane-size.ts';

/** The line between two panes: dragged, moved with the arrows, and put back by a double click. Tells the width that its pane is to have. */
@Component({
  selector: 'hf-splitter',
  template: '',
  host: {
    role: 'separator',
    tabindex: '0',
    'aria-orientation': 'vertical',
    '[attr.aria-label]': 'label()',
    '[attr.aria-controls]': 'pane()',
    '[attr.aria-valuenow]': 'size()',
    '[attr.aria-valuemin]': 'bounds().least',
    '[attr.aria-valuemax]': 'bounds().most',
    '[class.held]': 'held() !== null',
    '(pointerdown)': 'hold($event)',
    '(pointermove)': 'drag($event)',
    '(pointerup)': 'held.set(null)',
    '(pointercancel)': 'held.set(null)',
    '(dblclick)': 'resized.emit(null)',
    '(keydown)': 'press($event)',
  },
  styles: `
    :host {
      position: relative;
      z-index: 2;
      inline-size: 1px;
      margin-inline: 0;
      background: var(--hf-line);
      cursor: col-resize;
      touch-action: none;
    }
    /* Wider than it looks: a line of one pixel cannot be grasped. */
    :host::before {
      position: absolute;
      inset-block: 0;
      inset-inline: -5px;
      content: '';
    }
    :host::after {
      position: absolute;
      inset-block: 0;
      inset-inline: -1px;
      content: '';
      background: var(--hf-accent);
      opacity: 0;
      transition: opacity var(--hf-quick);
    }
    :host(:hover)::after,
    :host(.held)::after,
    :host(:focus-visible)::after {
      opacity: 1;
    }
    :host(:focus-visible) {
      outline: none;
    }
    @media (forced-colors: active) {
      :host::after {
        background: Highlight;
      }
    }
  `,
})
export class Splitter {
  readonly label = input.required<string>();
  /** The id of the pane that it sizes, and on which side of the line that is. */
  readonly pane = input.required<string>();
  readonly side = input.required<'before' | 'after'>();
  readonly size = input.required<number>();
  readonly bounds = input.required<Bounds>();
  /** Null: as wide as the page thinks best. */
  readonly resized = output<number | null>();
  protected readonly held = signal<{ readonly x: number; readonly size: number } | null>(null);
  /** Whether the pane grows as the line moves to the right. */
  readonly #growsRight = computed(() => (this.side() === 'before') === (language.direction() === 'ltr'));

  protected hold(event: PointerEvent): void {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    event.target.setPointerCapture(event.pointerId);
    this.held.set({ x: event.clientX, size: this.size() });
  }

  protected drag(event: PointerEvent): void {
    const held = this.held();
    if (held === null) return;
    const moved = (event.clientX - held.x) * (this.#growsRight() ? 1 : -1);
    this.resized.emit(fit(held.size + moved, this.bounds()));
  }

  protected press(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      this.resized.emit(null);
      return;
    }
    const size = sizeAfterKey(event, this.size(), this.bounds(), this.#growsRight() ? 'ArrowRight' : 'ArrowLeft');
    if (size === null) return;
    event.preventDefault();
    this.resized.emit(size);
  }
}
