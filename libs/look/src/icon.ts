import { Component, computed, inject, InjectionToken, input } from '@angular/core';
import type { IconName } from './icon-paths.ts';
import { SHARED_ICONS } from './shared-icons.ts';

/** The strokes of the icons that an app has. */
export const ICONS = new InjectionToken<Readonly<Partial<Record<IconName, string>>>>('icons', {
  factory: () => SHARED_ICONS,
});

/** A picture beside words, or in a control that has a name: never the name itself. */
@Component({
  selector: 'hf-icon',
  template: `<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path [attr.d]="path()" /></svg>`,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      vertical-align: middle;
      inline-size: 1.25em;
      block-size: 1.25em;
    }
    svg {
      inline-size: 100%;
      block-size: 100%;
      fill: none;
      stroke: currentcolor;
      stroke-width: 1.8;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  readonly #icons = inject(ICONS);
  protected readonly path = computed(() => this.#icons[this.name()]);
}
