import {
  afterNextRender,
  Component,
  computed,
  type ElementRef,
  inject,
  Injector,
  signal,
  viewChild,
  type WritableSignal,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Failure, failureText } from '../../api/failure.ts';
import { SignIn } from '../../api/sign-in.ts';
import { PasswordField } from '../../look/password-field.ts';
import { missingOf, passwordHelp } from '../../look/password-rule.ts';
import { Tell } from '../../look/tell.ts';
import { words } from '../../words/words.ts';

/** One's own password: changed by whoever knows the one that is. */
@Component({
  selector: 'hf-password-section',
  imports: [MatButton, PasswordField],
  templateUrl: './password-section.html',
  styleUrl: './section.css',
  styles: `
    hf-password-field {
      max-inline-size: 22rem;
    }
    .acts {
      display: flex;
      flex-wrap: wrap;
      gap: var(--hf-space-2);
    }
  `,
})
export class PasswordSection {
  readonly #signIn = inject(SignIn);
  readonly #tell = inject(Tell);
  readonly #injector = inject(Injector);
  protected readonly words = words;
  protected readonly email = computed(() => this.#signIn.agent()?.email ?? '');
  protected readonly isOpen = signal(false);
  protected readonly current = signal('');
  protected readonly next = signal('');
  protected readonly help = computed(() => passwordHelp(this.next()));
  protected readonly missing = computed(() => missingOf(this.next()));
  protected readonly isShort = signal(false);
  /** What is wrong with the current one; null: nothing that is known. */
  protected readonly problem = signal<string | null>(null);
  /** Why it could not be changed, or not for certain. */
  protected readonly failure = signal('');
  protected readonly isSaving = signal(false);
  private readonly opener = viewChild<ElementRef<HTMLElement>>('opener');

  protected type(field: WritableSignal<string>, text: string): void {
    field.set(text);
    this.problem.set(null);
    this.failure.set('');
  }

  /** Nothing of what was typed stays; the focus goes back to where it came from. */
  protected close(): void {
    for (const field of [this.current, this.next]) this.type(field, '');
    this.isShort.set(false);
    this.isOpen.set(false);
    afterNextRender(() => this.opener()?.nativeElement.focus(), { injector: this.#injector });
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.isSaving()) return;
    this.isShort.set(this.missing() > 0);
    this.problem.set(this.current() === '' ? words().signIn.noPassword : null);
    if (this.isShort() || this.problem() !== null) return;
    this.failure.set('');
    this.isSaving.set(true);
    try {
      await this.#signIn.changePassword(this.current(), this.next());
      this.close();
      this.#tell.say(words().settings.passwordChanged);
    } catch (error) {
      const kind = error instanceof Failure ? error.kind : 'failed';
      const why = failureText(error);
      if (kind === 'wrong-credentials') this.problem.set(words().settings.passwordWrong);
      else this.failure.set(kind === 'too-fast' ? why : words().settings.passwordUnsure(why));
    } finally {
      this.isSaving.set(false);
    }
  }
}
