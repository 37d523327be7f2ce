import { Component, computed, effect, ElementRef, inject, input } from '@angular/core';
import { words } from '../../words/words.ts';
import type { CannedReply } from './canned.ts';
import type { PickList } from './pick-list.ts';

/** Canned replies to choose from, with the whole text of the marked one beside them. */
@Component({
  selector: 'hf-canned-picker',
  host: { '(mousedown)': '$event.preventDefault()' },
  template: `
    <ul id="canned" role="listbox" [attr.aria-label]="words().conversation.composer.canned">
      @for (reply of list().items(); track reply.replyId) {
        <li
          role="option"
          [id]="'canned-' + $index"
          [attr.aria-selected]="$index === list().at()"
          (mouseenter)="list().mark($index)"
          (mousedown)="choose()(reply)"
        >
          <b>/{{ reply.shortcut }}</b> <span>{{ reply.text }}</span>
        </li>
      }
    </ul>
    <div class="preview" dir="auto" aria-hidden="true">{{ preview() }}</div>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      max-block-size: min(18rem, 45vh);
    }
    ul {
      margin: 0;
      padding: var(--hf-space-1);
      overflow-y: auto;
      list-style: none;
    }
    li {
      display: flex;
      gap: 0.6rem;
      align-items: baseline;
      min-block-size: 2.25rem;
      padding: 0.4rem 0.6rem;
      border-radius: var(--hf-corner-s);
      cursor: pointer;
    }
    li[aria-selected='true'] {
      background: var(--hf-accent-soft);
    }
    b {
      flex: none;
      font-weight: 600;
    }
    span {
      flex: 1;
      min-inline-size: 0;
      overflow: hidden;
      font-size: var(--hf-text-s);
      text-overflow: ellipsis;
      white-space: nowrap;
      color: var(--hf-quiet);
    }
    .preview {
      padding: var(--hf-space-3);
      border-inline-start: 1px solid var(--hf-line);
      overflow-y: auto;
      font-size: var(--hf-text-s);
      line-height: 1.5;
      white-space: pre-wrap;
    }
    @media (width < 45rem) {
      :host {
        grid-template-columns: minmax(0, 1fr);
      }
      li {
        min-block-size: 2.5rem;
      }
      .preview {
        display: none;
      }
    }
  `,
})
export class CannedPicker {
  readonly list = input.required<PickList<CannedReply>>();
  readonly choose = input.required<(reply: CannedReply) => void>();
  /** How a reply will read, with its variables filled in. */
  readonly filled = input.required<(reply: CannedReply) => string>();
  protected readonly words = words;
  protected readonly preview = computed(() => {
    const reply = this.list().items()[this.list().at()];
    return reply === undefined ? '' : this.filled()(reply);
  });

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    effect(() => host.querySelector(`#canned-${this.list().at()}`)?.scrollIntoView({ block: 'nearest' }));
  }
}
