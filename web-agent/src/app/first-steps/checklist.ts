import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import { SignIn } from '../../api/sign-in.ts';
import { words } from '../../words/words.ts';
import { Live } from '../live/live.ts';
import { stepsOf } from './steps.ts';

/** Leads an admin from a new workspace to its first message. Shows nothing to others, and nothing once that has come. */
@Component({
  selector: 'hf-checklist',
  imports: [Icon, RouterLink],
  template: `
    @if (steps(); as steps) {
      <h2>{{ words().page.first.title }}</h2>
      <p>{{ words().page.first.text }}</p>
      <ol>
        @for (step of steps; track step.key) {
          <li [class.done]="step.done">
            <span class="mark" role="img" [attr.aria-label]="words().page.first[step.done ? 'done' : 'open']">
              @if (step.done) {
                <hf-icon name="check" />
              }
            </span>
            <span>
              @if (step.path; as path) {
                <a [routerLink]="path">{{ words().page.first.steps[step.key].title }}</a>
              } @else {
                <b>{{ words().page.first.steps[step.key].title }}</b>
              }
              <small>{{ words().page.first.steps[step.key].text }}</small>
            </span>
          </li>
        }
      </ol>
    }
  `,
  styles: `
    :host {
      display: block;
      max-inline-size: 30rem;
      text-align: start;
    }
    :host:not(:has(ol)) {
      display: none;
    }
    h2 {
      margin: 0;
      font-size: var(--hf-text-xl);
    }
    p {
      margin: var(--hf-space-1) 0 var(--hf-space-4);
      color: var(--hf-quiet);
    }
    ol {
      margin: 0;
      padding: 0;
      border: 1px solid var(--hf-line);
      border-radius: var(--hf-corner-l);
      background: var(--hf-surface);
      list-style: none;
    }
    li {
      display: flex;
      gap: var(--hf-space-3);
      padding: var(--hf-space-3) var(--hf-space-4);
    }
    li + li {
      border-block-start: 1px solid var(--hf-line);
    }
    .mark {
      flex: none;
      display: grid;
      place-items: center;
      inline-size: 1.5rem;
      block-size: 1.5rem;
      border: 1.5px solid var(--hf-edge);
      border-radius: 50%;
    }
    .done .mark {
      border-color: var(--hf-good);
      color: var(--hf-good);
      background: var(--hf-good-soft);
    }
    a,
    b {
      font-weight: 600;
      color: var(--hf-accent);
    }
    b {
      color: var(--hf-text);
    }
    small {
      display: block;
      font-size: var(--hf-text-s);
      color: var(--hf-quiet);
    }
  `,
})
export class Checklist {
  readonly #directory = inject(Directory);
  readonly #live = inject(Live);
  readonly #signIn = inject(SignIn);
  protected readonly words = words;
  protected readonly steps = computed(() => {
    const { counts, current } = this.#live.inbox();
    if (this.#signIn.agent()?.role !== 'admin' || !this.#directory.isThere() || !current) return null;
    return stepsOf({
      sites: this.#directory.sites(),
      agents: this.#directory.agents().length,
      replies: this.#directory.cannedReplies().length,
      chats: counts.all + counts.closed,
    });
  });
}
