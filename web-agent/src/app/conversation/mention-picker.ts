import { Component, input } from '@angular/core';
import { Avatar } from '@holdfast/look';
import { words } from '../../words/words.ts';
import type { PickList } from './pick-list.ts';

/** A colleague who can be called, and where they stand. */
export interface Callable {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly text: string;
}

@Component({
  selector: 'hf-mention-picker',
  imports: [Avatar],
  host: { '(mousedown)': '$event.preventDefault()' },
  template: `
    <ul id="colleagues" role="listbox" [attr.aria-label]="words().conversation.composer.mention">
      @for (colleague of list().items(); track colleague.id) {
        <li
          role="option"
          [id]="'colleague-' + $index"
          [attr.aria-selected]="$index === list().at()"
          (mouseenter)="list().mark($index)"
          (mousedown)="choose()(colleague)"
        >
          <hf-avatar [name]="colleague.name" [id]="colleague.id" />
          <span class="name">{{ colleague.name }}</span>
          <span class="state" [attr.data-state]="colleague.state">{{ colleague.text }}</span>
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      max-block-size: min(16rem, 40vh);
      margin: 0;
      padding: var(--hf-space-1);
      overflow-y: auto;
      list-style: none;
    }
    li {
      display: flex;
      gap: var(--hf-space-2);
      align-items: center;
      min-block-size: 2.5rem;
      padding: 0.25rem 0.6rem;
      border-radius: var(--hf-corner-s);
      cursor: pointer;
    }
    li[aria-selected='true'] {
      background: var(--hf-accent-soft);
    }
    hf-avatar {
      --size: 1.75rem;
    }
    .name {
      flex: 1;
      min-inline-size: 0;
      font-weight: 550;
    }
    .state {
      font-size: var(--hf-text-s);
      color: var(--hf-quiet);
    }
    .state[data-state='online'] {
      color: var(--hf-good);
    }
  `,
})
export class MentionPicker {
  readonly list = input.required<PickList<Callable>>();
  readonly choose = input.required<(colleague: Callable) => void>();
  protected readonly words = words;
}
