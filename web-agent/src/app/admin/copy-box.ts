import { Component, computed, DestroyRef, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '@holdfast/look';
import { words } from '../../words/words.ts';

/** How long it says that something was copied, in ms. */
const SAID_MS = 2_500;

/** Text to take elsewhere. Where the clipboard cannot be written, it is selected for the person to copy. */
@Component({
  selector: 'hf-copy-box',
  imports: [Icon, MatButton],
  template: `
    <div class="box">
      <pre tabindex="0" role="textbox" aria-readonly="true" [attr.aria-label]="label()" #code>{{ text() }}</pre>
      <button matButton="tonal" type="button" [attr.aria-label]="says() + ': ' + label()" (click)="copy(code)">
        <hf-icon matButtonIcon [name]="isCopied() ? 'check' : 'copy'" />
        {{ says() }}
      </button>
    </div>
    <span class="unseen" role="status">{{ isCopied() ? words().admin.copied : '' }}</span>
  `,
  styles: `
    .box {
      display: flex;
      gap: var(--hf-space-2);
      align-items: start;
      padding: var(--hf-space-2);
      border: 1px solid var(--hf-line);
      border-radius: var(--hf-corner-m);
      background: var(--hf-raised);
    }
    pre {
      flex: 1;
      min-inline-size: 0;
      margin: 0;
      padding: 0.45rem 0.35rem;
      border-radius: var(--hf-corner-s);
      overflow-x: auto;
      font: var(--hf-text-s) / 1.5 var(--hf-font-code);
      direction: ltr;
      text-align: left;
      white-space: pre;
    }
    :host(.wraps) pre {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    button {
      flex: none;
    }
    @media (width < 45rem) {
      .box {
        flex-direction: column;
        align-items: stretch;
      }
    }
  `,
})
export class CopyBox {
  readonly text = input.required<string>();
  readonly label = input.required<string>();
  protected readonly words = words;
  protected readonly isCopied = signal(false);
  protected readonly says = computed(() => (this.isCopied() ? words().admin.copied : words().admin.copy));
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  protected async copy(code: HTMLElement): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text());
    } catch {
      // No secure context, or not allowed.
      getSelection()?.selectAllChildren(code);
      return;
    }
    this.isCopied.set(true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.isCopied.set(false), SAID_MS);
  }
}
