import { Component, computed, contentChild, Directive, effect, ElementRef, inject, input } from '@angular/core';

let made = 0;

/** The control of a field: an input, a select or a text area. */
@Directive({ selector: '[hfControl]', host: { class: 'control' } })
export class Control {
  readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
}

/** A control with its name above and, below, what helps or what is wrong with it: tied together for screen readers. */
@Component({
  selector: 'hf-field',
  template: `
    <label [attr.for]="id">
      {{ label() }}
      @if (aside()) {
        <span class="aside">({{ aside() }})</span>
      }
    </label>
    <ng-content />
    <p class="problem" [id]="id + '-problem'" role="alert">{{ problem() ?? '' }}</p>
    @if (help(); as help) {
      <p class="help" [id]="id + '-help'">{{ help }}</p>
    }
  `,
  styleUrl: './field.css',
})
export class Field {
  readonly label = input.required<string>();
  /** Behind the name, in brackets. */
  readonly aside = input<string>();
  readonly help = input<string>();
  readonly problem = input<string | null>();
  protected readonly id = `hf-field-${++made}`;
  protected readonly control = contentChild.required(Control);
  readonly #described = computed(() =>
    [this.problem() ? `${this.id}-problem` : '', this.help() ? `${this.id}-help` : ''].filter((id) => id !== ''),
  );

  constructor() {
    effect(() => {
      const { element } = this.control();
      element.id = this.id;
      element.setAttribute('aria-invalid', String(Boolean(this.problem())));
      if (this.#described().length > 0) element.setAttribute('aria-describedby', this.#described().join(' '));
      else element.removeAttribute('aria-describedby');
    });
  }
}
