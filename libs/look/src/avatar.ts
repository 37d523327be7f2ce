import { Component, computed, input, linkedSignal } from '@angular/core';
import { hueOf, initialsOf } from './initials.ts';

/** A person's picture; without one, initials in a colour that is the same for the same person everywhere. */
@Component({
  selector: 'hf-avatar',
  template: `{{ initials() }}
    @if (shown(); as address) {
      <img alt="" [src]="address" (error)="shown.set(null)" />
    }`,
  host: { 'aria-hidden': 'true', '[style.--hue]': 'hue()' },
  styles: `
    :host {
      display: inline-grid;
      flex: none;
      place-items: center;
      inline-size: var(--size, 2.25rem);
      block-size: var(--size, 2.25rem);
      position: relative;
      overflow: hidden;
      border-radius: 50%;
      font-size: calc(var(--size, 2.25rem) * 0.38);
      font-weight: 600;
      color: light-dark(hsl(var(--hue) 55% 26%), hsl(var(--hue) 60% 86%));
      background: light-dark(hsl(var(--hue) 60% 89%), hsl(var(--hue) 32% 28%));
    }
    img {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
    }
  `,
})
export class Avatar {
  /** What the person is called; the id where they have no name. */
  readonly name = input.required<string>();
  readonly id = input.required<string>();
  /** Where the picture is; an address that answers with none is as good as null. */
  readonly picture = input<string | null>(null);
  /** Null again when it cannot be had. */
  protected readonly shown = linkedSignal(() => this.picture());
  protected readonly initials = computed(() => initialsOf(this.name()));
  protected readonly hue = computed(() => hueOf(this.id()));
}
