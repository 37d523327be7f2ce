import { Component, inject } from '@angular/core';
import { Icon } from '@holdfast/look';
import { Search } from './search.ts';

@Component({
  selector: 'hf-search-box',
  imports: [Icon],
  template: `
    <label>
      <hf-icon name="search" />
      <span class="unseen">Search messages</span>
      <input
        #box
        type="search"
        placeholder="Search messages"
        maxlength="200"
        autocomplete="off"
        [value]="search.text()"
        (input)="search.text.set(box.value)"
        (keydown.escape)="search.text.set('')"
      />
    </label>
  `,
  styles: `
    :host {
      display: block;
      padding: 0 1rem 0.5rem;
    }
    label {
      display: flex;
      gap: 0.5rem;
      align-items: center;
      padding: 0 0.75rem;
      border: 1px solid var(--hf-line);
      border-radius: 10px;
      color: var(--hf-quiet);
      background: var(--hf-raised);
    }
    label:focus-within {
      outline: var(--hf-focus);
    }
    input {
      flex: 1;
      min-inline-size: 0;
      padding: 0.5rem 0;
      border: 0;
      outline: 0;
      font: inherit;
      color: var(--hf-text);
      background: none;
    }
    input::placeholder {
      color: var(--hf-quiet);
      opacity: 1;
    }
  `,
})
export class SearchBox {
  protected readonly search = inject(Search);
}
