import { Component, computed, effect, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { Title } from '@angular/platform-browser';
import { Router, RouterLink } from '@angular/router';
import { Icon } from '@holdfast/look';
import { Failure, failureText } from '../../api/failure.ts';
import { SignIn } from '../../api/sign-in.ts';
import { Entrance } from '../../look/entrance.ts';
import { PasswordField } from '../../look/password-field.ts';
import { missingOf, passwordHelp } from '../../look/password-rule.ts';
import { words } from '../../words/words.ts';

/** Where an invitation leads: who it is for, and a password to choose. */
@Component({
  selector: 'hf-invitation-page',
  imports: [Entrance, Icon, MatButton, MatProgressBar, PasswordField, RouterLink],
  templateUrl: './invitation-page.html',
  styleUrl: '../../look/entrance-card.css',
})
export class InvitationPage {
  readonly #signIn = inject(SignIn);
  readonly #router = inject(Router);
  readonly #token = location.hash.slice(1);
  protected readonly words = words;
  protected readonly me = this.#signIn.agent;
  protected readonly invitation = resource({ loader: () => this.#signIn.invitation(this.#token) });
  /** Whom it is for; null: it does not hold. */
  protected readonly found = computed(() => (this.invitation.hasValue() ? this.invitation.value() : undefined));
  protected readonly password = signal('');
  protected readonly help = computed(() => passwordHelp(this.password()));
  protected readonly missing = computed(() => missingOf(this.password()));
  protected readonly isShort = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<string | null>(null);
  /** It held when it was read, and did not when it was accepted. */
  protected readonly isSpent = signal(false);

  constructor() {
    const title = inject(Title);
    effect(() => title.setTitle(words().signIn.inviteTitle));
  }

  protected notRead(): string | null {
    const error = this.invitation.error();
    return error === undefined ? null : failureText(error);
  }

  protected async accept(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy()) return;
    this.isShort.set(this.missing() > 0);
    if (this.isShort()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      await this.#signIn.accept(this.#token, this.password());
      // The token leaves the address with this page, and stays in no history.
      void this.#router.navigateByUrl('/mine', { replaceUrl: true });
    } catch (error) {
      if (error instanceof Failure && error.kind === 'not-found') this.isSpent.set(true);
      else this.problem.set(failureText(error));
    } finally {
      this.busy.set(false);
    }
  }
}
