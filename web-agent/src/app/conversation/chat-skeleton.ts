import { Component } from '@angular/core';
import { words } from '../../words/words.ts';

/** Where a chat will be, while it is on its way. */
@Component({
  selector: 'hf-chat-skeleton',
  template: `
    <p class="unseen" role="status">{{ words().conversation.loading }}</p>
    <div class="head"><i class="round"></i><i class="name"></i></div>
    <div class="body">
      <i></i><i class="short"></i><i class="end"></i><i class="mid"></i><i class="end short"></i><i></i>
    </div>
    <div class="field"></div>
  `,
  styles: `
    :host {
      display: flex;
      flex: 1;
      flex-direction: column;
      min-block-size: 0;
    }
    .head {
      display: flex;
      gap: var(--hf-space-3);
      align-items: center;
      min-block-size: 4rem;
      padding-inline: var(--hf-space-4);
      border-block-end: 1px solid var(--hf-line);
    }
    .body {
      display: grid;
      flex: 1;
      gap: var(--hf-space-3);
      align-content: end;
      min-block-size: 0;
      padding: var(--hf-space-6);
      overflow: hidden;
    }
    i {
      inline-size: 48%;
      block-size: 2.6rem;
      border-radius: var(--hf-corner-l);
      background: var(--hf-raised);
      animation: breathe 1.4s ease-in-out infinite alternate;
    }
    .round {
      inline-size: 2.25rem;
      block-size: 2.25rem;
      border-radius: 50%;
    }
    .name {
      inline-size: 10rem;
      block-size: 1rem;
    }
    .short {
      inline-size: 26%;
    }
    .mid {
      inline-size: 38%;
      block-size: 4.2rem;
    }
    .end {
      justify-self: end;
    }
    .field {
      block-size: 8.5rem;
      margin: 0 var(--hf-space-4) var(--hf-space-4);
      border: 1px solid var(--hf-line);
      border-radius: var(--hf-corner-l);
    }
    @keyframes breathe {
      to {
        background: var(--hf-hover);
      }
    }
  `,
})
export class ChatSkeleton {
  protected readonly words = words;
}
