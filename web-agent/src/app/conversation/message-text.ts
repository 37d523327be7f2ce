import { Component, computed, input } from '@angular/core';
import { isEmojiOnly } from '@holdfast/look';
import type { Colleague } from './mentions.ts';
import { messagePieces } from './message-pieces.ts';

/** What somebody wrote, with links, code and calls. Everything is bound as text. */
@Component({
  selector: 'hf-message-text',
  host: { dir: 'auto', '[class.large]': 'large()' },
  // One line: what stands between the tags would be read as spaces.
  template: `@for (piece of pieces(); track $index) {
    @switch (piece.kind) {
      @case ('link') {
        <a [href]="piece.href" target="_blank" rel="noopener noreferrer nofollow" [class.found]="piece.found">{{
          piece.text
        }}</a>
      }
      @case ('code') {
        <code [class.found]="piece.found">{{ piece.text }}</code>
      }
      @case ('block') {
        <pre tabindex="0" [class.found]="piece.found"><code>{{ piece.text }}</code></pre>
      }
      @case ('call') {
        <strong [class.mine]="piece.mine">{{ piece.text }}</strong>
      }
      @default {
        @if (piece.found) {
          <mark>{{ piece.text }}</mark>
        } @else {
          <span>{{ piece.text }}</span>
        }
      }
    }
  }`,
  styles: `
    :host {
      display: block;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    :host(.large) {
      font-size: 2.25rem;
      line-height: 1.2;
    }
    a {
      color: inherit;
      text-underline-offset: 2px;
    }
    code {
      font-family: var(--hf-font-code);
      font-size: 0.875em;
    }
    :not(pre) > code {
      padding: 0.1em 0.35em;
      border-radius: var(--hf-corner-s);
      background: color-mix(in srgb, currentcolor 12%, transparent);
    }
    pre {
      margin: var(--hf-space-1) 0;
      padding: var(--hf-space-2) var(--hf-space-3);
      border-radius: var(--hf-corner-s);
      overflow-x: auto;
      white-space: pre;
      background: color-mix(in srgb, currentcolor 10%, transparent);
    }
    strong {
      font-weight: 600;
      padding-inline: 0.2em;
      border-radius: var(--hf-corner-s);
      background: color-mix(in srgb, currentcolor 14%, transparent);
    }
    strong.mine {
      color: var(--hf-note);
      background: var(--hf-on-note);
    }
    mark,
    .found {
      color: #171a21;
      background: #ffd33d;
      border-radius: 2px;
    }
  `,
})
export class MessageText {
  readonly text = input.required<string>();
  readonly called = input<readonly Colleague[]>([]);
  readonly me = input('');
  readonly query = input('');
  protected readonly pieces = computed(() =>
    messagePieces(this.text(), { called: this.called(), me: this.me(), query: this.query() }),
  );
  protected readonly large = computed(() => isEmojiOnly(this.text()));
}
