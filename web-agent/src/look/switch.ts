import { Component, input, output } from '@angular/core';

/** A setting that is on or off, and holds as soon as it is switched. */
@Component({
  selector: 'hf-switch',
  template: `<input
    #box
    type="checkbox"
    role="switch"
    [attr.aria-label]="label()"
    [attr.aria-describedby]="describedBy()"
    [checked]="on()"
    (change)="switched.emit(box.checked)"
  />`,
  styles: `
    :host {
      display: inline-grid;
      place-items: center;
      min-inline-size: 2.75rem;
      min-block-size: 2rem;
    }
    input {
      appearance: none;
      position: relative;
      inline-size: 2.25rem;
      block-size: 1.25rem;
      margin: 0;
      border-radius: var(--hf-corner-full);
      background: var(--hf-edge);
      cursor: pointer;
      transition: background var(--hf-quick);
    }
    /* Larger under the finger than it looks. */
    input::after {
      position: absolute;
      inset: -0.6rem;
      content: '';
    }
    input::before {
      position: absolute;
      inset-block-start: 0.1875rem;
      inset-inline-start: 0.1875rem;
      inline-size: 0.875rem;
      block-size: 0.875rem;
      border-radius: 50%;
      content: '';
      background: var(--hf-surface);
      transition: inset var(--hf-quick);
    }
    input:checked {
      background: var(--hf-accent);
    }
    input:checked::before {
      inset-inline-start: 1.1875rem;
      background: var(--hf-on-accent);
    }
    @media (forced-colors: active) {
      input {
        appearance: auto;
      }
      input::before {
        display: none;
      }
    }
  `,
})
export class Switch {
  readonly label = input.required<string>();
  /** Id of what explains it. */
  readonly describedBy = input<string | null>(null);
  readonly on = input.required<boolean>();
  readonly switched = output<boolean>();
}
