import { Component, inject } from '@angular/core';
import { Icon } from '@holdfast/look';
import { words } from '../../words/words.ts';
import { GlobalSearch } from './global-search.ts';

/** Looks like the field that it opens. */
@Component({
  selector: 'hf-search-box',
  imports: [Icon],
  template: `
    <button type="button" aria-haspopup="dialog" aria-keyshortcuts="/" (click)="search.open()">
      <hf-icon name="search" />
      <span>{{ words().search.open }}</span>
      <kbd aria-hidden="true">/</kbd>
    </button>
  `,
  styles: `
    :host {
      display: block;
      padding: 0 1rem 0.5rem;
    }
    button {
      display: flex;
      gap: 0.5rem;
      align-items: center;
      inline-size: 100%;
      min-block-size: 2.375rem;
      padding: 0 0.5rem 0 0.75rem;
      border: 1px solid var(--hf-line);
      border-radius: var(--hf-corner-m);
      font: inherit;
      font-size: var(--hf-text-s);
      text-align: start;
      color: var(--hf-quiet);
      background: var(--hf-raised);
      cursor: text;
    }
    button:hover {
      border-color: var(--hf-edge);
    }
    span {
      flex: 1;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    kbd {
      padding: 0 0.4rem;
      border: 1px solid var(--hf-line);
      border-radius: var(--hf-corner-s);
      font: var(--hf-text-s) var(--hf-font);
      background: var(--hf-surface);
    }
    @media (width < 45rem) {
      button {
        min-block-size: 2.5rem;
      }
      kbd {
        display: none;
      }
    }
  `,
})
export class SearchBox {
  protected readonly search = inject(GlobalSearch);
  protected readonly words = words;
}
