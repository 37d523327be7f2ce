import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { Icon } from '@holdfast/look';
import { words } from '../../words/words.ts';
import { ChatActions } from '../live/chat-actions.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { withLabel } from './labels-edit.ts';

@Component({
  selector: 'hf-labels-editor',
  imports: [Icon],
  template: `
    <ul [attr.aria-label]="words().about.labels.title">
      @for (label of labels(); track label) {
        <li>
          {{ label }}
          <button type="button" [attr.aria-label]="words().about.labels.remove(label)" (click)="remove(label)">
            <hf-icon name="close" />
          </button>
        </li>
      }
    </ul>
    <form (submit)="$event.preventDefault(); add(field.value); field.value = ''">
      <input
        #field
        type="text"
        maxlength="40"
        autocomplete="off"
        [placeholder]="words().about.labels.add"
        [attr.aria-label]="words().about.labels.add"
      />
    </form>
  `,
  styles: `
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 0.35rem;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: inline-flex;
      gap: 0.15rem;
      align-items: center;
      padding: 0.1rem 0.15rem 0.1rem 0.6rem;
      border-radius: 99px;
      font-size: 0.8125rem;
      color: var(--hf-accent);
      background: var(--hf-accent-soft);
    }
    li button {
      display: inline-grid;
      place-items: center;
      inline-size: 24px;
      block-size: 24px;
      border: 0;
      border-radius: 50%;
      color: inherit;
      background: none;
      cursor: pointer;
    }
    li button:hover {
      background: var(--hf-surface);
    }
    li hf-icon {
      inline-size: 0.9rem;
      block-size: 0.9rem;
    }
    ul:has(li) + form {
      margin-block-start: 0.5rem;
    }
    input {
      inline-size: 100%;
      padding: 0.35rem 0.6rem;
      border: 1px solid var(--hf-line);
      border-radius: 8px;
      font: inherit;
      font-size: 0.875rem;
      color: inherit;
      background: var(--hf-raised);
    }
  `,
})
export class LabelsEditor {
  readonly chat = input.required<FollowedChat>();
  protected readonly words = words;
  readonly #actions = inject(ChatActions);

  /** What they are to become, until the log says so: the next change begins there. */
  readonly #wanted = signal<readonly string[] | null>(null);
  #underway = 0;
  protected readonly labels = computed(() => this.#wanted() ?? this.chat().view().labels);

  constructor() {
    const held = computed(() => this.chat().view().labels);
    effect(() => {
      held();
      if (this.#underway === 0) untracked(() => this.#wanted.set(null));
    });
  }

  protected add(typed: string): void {
    const labels = this.labels();
    const next = withLabel(labels, typed);
    if (next !== labels) void this.#change([...next]);
  }

  protected remove(label: string): void {
    void this.#change(this.labels().filter((other) => other !== label));
  }

  async #change(labels: string[]): Promise<void> {
    this.#wanted.set(labels);
    this.#underway++;
    const isDone = await this.#actions.label(this.chat(), labels);
    this.#underway--;
    // What was done is in the log a moment later.
    if (this.#underway === 0 && (!isDone || this.#isHeld(labels))) this.#wanted.set(null);
  }

  #isHeld(labels: readonly string[]): boolean {
    return JSON.stringify(this.chat().view().labels) === JSON.stringify(labels);
  }
}
