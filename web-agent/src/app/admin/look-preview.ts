import { Component, computed, input } from '@angular/core';
import { Icon, onColour } from '@holdfast/look';
import { words } from '../../words/words.ts';

/** The widget in small, in a site's colour: its button, its header, its greeting. */
@Component({
  selector: 'hf-look-preview',
  imports: [Icon],
  template: `
    <div
      class="look"
      role="img"
      [attr.aria-label]="words().admin.lookPreview"
      [style.--colour]="colour()"
      [style.--on]="on()"
    >
      <div class="panel">
        <div class="head">{{ name() || words().admin.newSite }}</div>
        <div class="body">
          <p class="theirs">{{ greeting() || words().admin.greetingSample }}</p>
          <p class="own">👋</p>
        </div>
      </div>
      <div class="button"><hf-icon name="reply" /></div>
    </div>
  `,
  styles: `
    .look {
      position: sticky;
      inset-block-start: 0;
      display: grid;
      gap: var(--hf-space-3);
      justify-items: end;
      padding: var(--hf-space-4);
      border-radius: var(--hf-corner-l);
      background: var(--hf-backdrop);
    }
    .panel {
      inline-size: 100%;
      border-radius: var(--hf-corner-l);
      overflow: hidden;
      background: var(--hf-surface);
      box-shadow: var(--hf-lift-2);
    }
    .head {
      padding: 0.85rem 1rem;
      font-weight: 650;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      color: var(--on);
      background: var(--colour);
    }
    .body {
      display: grid;
      gap: var(--hf-space-2);
      min-block-size: 9rem;
      align-content: start;
      padding: 1rem;
    }
    p {
      inline-size: fit-content;
      max-inline-size: 88%;
      margin: 0;
      padding: 0.5rem 0.75rem;
      border-radius: var(--hf-corner-l);
      font-size: var(--hf-text-s);
      white-space: pre-line;
      overflow-wrap: anywhere;
    }
    .theirs {
      color: var(--hf-on-theirs);
      background: var(--hf-theirs);
    }
    .own {
      justify-self: end;
      color: var(--on);
      background: var(--colour);
    }
    .button {
      display: grid;
      place-items: center;
      inline-size: 3.25rem;
      block-size: 3.25rem;
      border-radius: 50%;
      font-size: 1.25rem;
      color: var(--on);
      background: var(--colour);
      box-shadow: var(--hf-lift-2);
    }
  `,
})
export class LookPreview {
  readonly colour = input.required<string>();
  readonly name = input.required<string>();
  readonly greeting = input.required<string>();
  protected readonly words = words;
  protected readonly on = computed(() => onColour(this.colour()));
}
