import { Component, computed, type ElementRef, inject, output, viewChild } from '@angular/core';
import { Icon, isComposing } from '@holdfast/look';
import { words } from '../../words/words.ts';
import { Finding } from './finding.ts';

/** The search within a chat, under its head. */
@Component({
  selector: 'hf-find-bar',
  imports: [Icon],
  host: { role: 'search', '[attr.aria-label]': 'said().label' },
  template: `
    <hf-icon name="search" />
    <input
      #field
      type="search"
      autocomplete="off"
      [attr.aria-label]="said().label"
      [placeholder]="said().placeholder"
      [value]="finding.query()"
      (input)="finding.search(field.value)"
      (keydown)="press($event)"
    />
    <span class="state" role="status">{{ state() }}</span>
    <button type="button" [attr.aria-label]="said().previous" [attr.title]="said().previous" (click)="finding.step(-1)">
      <hf-icon name="up" />
    </button>
    <button type="button" [attr.aria-label]="said().next" [attr.title]="said().next" (click)="finding.step(1)">
      <hf-icon name="down" />
    </button>
    <button type="button" [attr.aria-label]="said().close" [attr.title]="said().close" (click)="closed.emit()">
      <hf-icon name="close" />
    </button>
  `,
  styles: `
    :host {
      display: flex;
      gap: var(--hf-space-1);
      align-items: center;
      padding: var(--hf-space-1) var(--hf-space-4);
      border-block-end: 1px solid var(--hf-line);
      color: var(--hf-quiet);
      background: var(--hf-raised);
    }
    input {
      flex: 1;
      min-inline-size: 0;
      min-block-size: 2.25rem;
      padding: 0 var(--hf-space-2);
      border: 0;
      outline: 0;
      font: inherit;
      color: var(--hf-text);
      background: none;
    }
    input::-webkit-search-cancel-button {
      display: none;
    }
    :host(:focus-within) {
      box-shadow: inset 0 -2px 0 var(--hf-accent);
    }
    .state {
      font-size: var(--hf-text-s);
      white-space: nowrap;
    }
    button {
      display: inline-grid;
      flex: none;
      place-items: center;
      inline-size: 2.25rem;
      block-size: 2.25rem;
      padding: 0;
      border: 0;
      border-radius: var(--hf-corner-m);
      color: inherit;
      background: none;
      cursor: pointer;
    }
    button:hover {
      color: var(--hf-text);
      background: var(--hf-hover);
    }
    @media (width < 45rem) {
      :host {
        padding-inline: var(--hf-space-2);
      }
    }
  `,
})
export class FindBar {
  readonly closed = output();
  protected readonly finding = inject(Finding);
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  protected readonly said = computed(() => words().conversation.find);
  protected readonly state = computed(() => {
    const { length } = this.finding.matches();
    if (this.finding.query().trim() === '') return '';
    if (length > 0) return this.said().at(this.finding.index() + 1, length);
    if (this.finding.asking()) return this.said().looking;
    return this.finding.failed() ? this.said().olderProblem : this.said().none;
  });

  focus(): void {
    this.field().nativeElement.select();
  }

  protected press(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.closed.emit();
    else if (event.key === 'Enter' && !isComposing(event)) this.finding.step(event.shiftKey ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
