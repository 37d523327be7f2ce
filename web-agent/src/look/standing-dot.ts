import { Component, input } from '@angular/core';

/** What counts for others: who has no console open is offline, whatever they chose. */
export type Standing = 'online' | 'full' | 'away' | 'offline';

/** Where a colleague stands, by colour and by fill; words stand beside it. */
@Component({
  selector: 'hf-standing-dot',
  template: '',
  styles: `
    :host {
      display: block;
      flex: none;
      inline-size: 0.7rem;
      block-size: 0.7rem;
      border: 2px solid var(--hf-quiet);
      border-radius: 50%;
      background: var(--hf-surface);
    }
    /* On a picture. */
    :host(.on) {
      position: absolute;
      inset-block-end: -1px;
      inset-inline-end: -1px;
      box-shadow: 0 0 0 2px var(--around, var(--hf-surface));
    }
    :host([data-state='online']) {
      border-color: var(--hf-good);
      background: var(--hf-good);
    }
    :host([data-state='full']),
    :host([data-state='away']) {
      border-color: var(--hf-warn);
    }
    :host([data-state='full']) {
      background: var(--hf-warn);
    }
    @media (forced-colors: active) {
      :host {
        forced-color-adjust: none;
        border-color: CanvasText;
        background: Canvas;
      }
      :host([data-state='online']) {
        background: CanvasText;
      }
      :host([data-state='full']) {
        background: linear-gradient(CanvasText 50%, Canvas 50%);
      }
      :host([data-state='offline']) {
        border-style: dotted;
      }
    }
  `,
  host: { '[attr.data-state]': 'state()' },
})
export class StandingDot {
  readonly state = input.required<Standing>();
}
