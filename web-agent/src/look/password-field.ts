import { afterNextRender, Component, type ElementRef, input, output, signal, viewChild } from '@angular/core';
import { Icon } from '@holdfast/look';
import { words } from '../words/words.ts';

/** A password with an eye to see it by, and a word when Caps Lock is on. Pasting and password managers work as in any field. */
@Component({
  selector: 'hf-password-field',
  imports: [Icon],
  template: `
    <label [attr.for]="fieldId()">{{ label() }}</label>
    <span class="box">
      <input
        #field
        required
        maxlength="256"
        autocapitalize="none"
        spellcheck="false"
        [id]="fieldId()"
        [attr.name]="fieldId()"
        [type]="isShown() ? 'text' : 'password'"
        [attr.autocomplete]="isNew() ? 'new-password' : 'current-password'"
        [attr.aria-invalid]="problem() !== null"
        [attr.aria-describedby]="fieldId() + '-says'"
        (input)="typed.emit(field.value)"
        (keydown)="lookAt($event)"
        (keyup)="lookAt($event)"
        (blur)="hasCapsLock.set(false)"
      />
      <button
        type="button"
        [attr.aria-label]="isShown() ? words().signIn.hide : words().signIn.show"
        [attr.aria-pressed]="isShown()"
        (click)="isShown.set(!isShown())"
      >
        <hf-icon [name]="isShown() ? 'eyeOff' : 'eye'" />
      </button>
    </span>
    <span class="says" [id]="fieldId() + '-says'" aria-live="polite">
      @if (hasCapsLock()) {
        <span class="caps">{{ words().signIn.capsLock }}</span>
      }
      @if (problem(); as problem) {
        <span class="problem">{{ problem }}</span>
      }
      @if (help(); as help) {
        <span class="help">{{ help }}</span>
      }
    </span>
  `,
  styleUrl: './sign-in-field.css',
})
export class PasswordField {
  readonly fieldId = input.required<string>();
  readonly label = input.required<string>();
  readonly isNew = input(false);
  /** It takes the focus as soon as it is there. */
  readonly isFirst = input(false);
  readonly problem = input<string | null>(null);
  readonly help = input<string>();
  readonly typed = output<string>();
  protected readonly words = words;
  protected readonly isShown = signal(false);
  protected readonly hasCapsLock = signal(false);
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');

  constructor() {
    afterNextRender(() => {
      if (this.isFirst()) this.field().nativeElement.focus();
    });
  }

  protected lookAt(event: Event): void {
    // Password managers send events that are of no key.
    if (event instanceof KeyboardEvent) this.hasCapsLock.set(event.getModifierState('CapsLock'));
  }
}
