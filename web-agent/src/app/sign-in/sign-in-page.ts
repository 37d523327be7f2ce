import { Component, effect, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatProgressBar } from '@angular/material/progress-bar';
import { Router } from '@angular/router';
import { lasting } from '@holdfast/look';
import { Failure, failureText } from '../../api/failure.ts';
import { SignIn } from '../../api/sign-in.ts';

@Component({
  selector: 'hf-sign-in-page',
  imports: [MatButton, MatFormField, MatLabel, MatInput, MatProgressBar],
  templateUrl: './sign-in-page.html',
  styleUrl: './sign-in-page.css',
})
export class SignInPage {
  /** Where the person wanted to go. */
  readonly to = input<string>();
  readonly #signIn = inject(SignIn);
  readonly #router = inject(Router);
  protected readonly state = this.#signIn.state;
  protected readonly busy = signal(false);
  protected readonly problem = signal<string | null>(null);

  constructor() {
    effect(() => {
      if (this.state() === 'signed-in') void this.#router.navigateByUrl(inside(this.to()), { replaceUrl: true });
    });
  }

  protected async signIn(event: Event, email: string, password: string): Promise<void> {
    event.preventDefault();
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      await this.#signIn.signIn(email.trim(), password);
    } catch (error) {
      this.problem.set(problemText(error));
    } finally {
      this.busy.set(false);
    }
  }
}

/** Only addresses of this console: `//elsewhere` is somebody else's. */
const inside = (url: string | undefined): string => (url !== undefined && /^\/(?![/\\])/.test(url) ? url : '/mine');

function problemText(error: unknown): string {
  if (!(error instanceof Failure) || error.kind !== 'too-fast') return failureText(error);
  const wait = error.retryAfterMs;
  return wait === undefined ? failureText(error) : `Too many attempts. Try again in ${lasting(wait)}.`;
}
