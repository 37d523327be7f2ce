import { Component } from '@angular/core';
import { words } from '../words/words.ts';

/** The frame of the pages before one is in: the name of the product, and a card. */
@Component({
  selector: 'hf-entrance',
  template: `
    <header class="brand">
      <img src="favicon.svg" alt="" width="40" height="40" />
      <span>{{ words().signIn.product }}</span>
    </header>
    <main><ng-content /></main>
    <footer>{{ words().signIn.claim }}</footer>
  `,
  styles: `
    :host {
      display: grid;
      align-content: center;
      justify-items: center;
      gap: var(--hf-space-6);
      min-block-size: 100dvh;
      padding: var(--hf-space-4);
      background:
        radial-gradient(60rem 30rem at 50% -10rem, var(--hf-accent-soft), transparent 70%) no-repeat,
        var(--hf-backdrop);
    }
    .brand {
      display: flex;
      gap: var(--hf-space-3);
      align-items: center;
      font-size: var(--hf-text-xl);
      font-weight: 750;
      letter-spacing: -0.02em;
    }
    main {
      inline-size: min(25rem, 100%);
      padding: var(--hf-space-8);
      border: 1px solid var(--hf-line);
      border-radius: 1.25rem;
      background: var(--hf-surface);
      box-shadow: var(--hf-lift-2);
    }
    footer {
      font-size: var(--hf-text-s);
      color: var(--hf-quiet);
    }
    @media (width < 45rem) {
      :host {
        align-content: start;
        padding-block-start: 10vh;
      }
      main {
        padding: var(--hf-space-6) var(--hf-space-4);
      }
    }
  `,
})
export class Entrance {
  protected readonly words = words;
}
