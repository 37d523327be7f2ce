import { Component, computed, effect, type ElementRef, inject, input, signal, viewChild } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { Router } from '@angular/router';
import { Icon } from '@holdfast/look';
import { failureText } from '../../api/failure.ts';
import { SignIn } from '../../api/sign-in.ts';
import { Entrance } from '../../look/entrance.ts';
import { PasswordField } from '../../look/password-field.ts';
import { words } from '../../words/words.ts';
import { inside, type Missing, missingIn } from './sign-in-form.ts';

@Component({
  selector: 'hf-sign-in-page',
  imports: [Entrance, Icon, MatButton, MatProgressBar, PasswordField],
  templateUrl: './sign-in-page.html',
  styleUrl: '../../look/entrance-card.css',
  host: { '(window:online)': 'isOffline.set(false)', '(window:offline)': 'isOffline.set(true)' },
})
export class SignInPage {
  /** Where the person wanted to go. */
  readonly to = input<string>();
  readonly #signIn = inject(SignIn);
  readonly #router = inject(Router);
  protected readonly words = words;
  protected readonly state = this.#signIn.state;
  protected readonly isEnded = this.#signIn.isEnded;
  protected readonly busy = signal(false);
  protected readonly missing = signal<Missing | null>(null);
  readonly #problem = signal<string | null>(null);
  /** What is said of the last try; empty: nothing. */
  protected readonly trouble = computed(() => {
    const { noEmail, noPassword } = words().signIn;
    const missing = this.missing();
    return missing === null ? (this.#problem() ?? '') : missing === 'email' ? noEmail : noPassword;
  });
  protected readonly password = signal('');
  protected readonly isOffline = signal(!navigator.onLine);
  private readonly email = viewChild<ElementRef<HTMLInputElement>>('email');

  constructor() {
    const title = inject(Title);
    effect(() => title.setTitle(words().signIn.title));
    effect(() => {
      if (this.state() === 'signed-in') void this.#router.navigateByUrl(inside(this.to()), { replaceUrl: true });
    });
    effect(() => this.email()?.nativeElement.focus());
  }

  protected async signIn(event: Event, email: string): Promise<void> {
    event.preventDefault();
    if (this.busy()) return;
    const missing = missingIn(email, this.password());
    this.missing.set(missing);
    this.#problem.set(null);
    if (missing !== null) return;
    this.busy.set(true);
    try {
      await this.#signIn.signIn(email.trim(), this.password());
    } catch (error) {
      this.#problem.set(failureText(error));
    } finally {
      this.busy.set(false);
    }
  }
}
