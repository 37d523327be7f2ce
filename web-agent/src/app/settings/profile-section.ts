import { Component, computed, effect, inject, linkedSignal, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Avatar, Icon } from '@holdfast/look';
import { SignIn } from '../../api/sign-in.ts';
import { Tell } from '../../look/tell.ts';
import { words } from '../../words/words.ts';
import { OwnProfile } from '../live/own-profile.ts';
import { smallPicture } from './picture.ts';

/** Name and picture: what visitors and colleagues see. */
@Component({
  selector: 'hf-profile-section',
  imports: [Avatar, Icon, MatButton],
  templateUrl: './profile-section.html',
  styleUrls: ['./section.css', './profile-section.css'],
})
export class ProfileSection {
  readonly #profile = inject(OwnProfile);
  readonly #signIn = inject(SignIn);
  readonly #tell = inject(Tell);
  protected readonly words = words;
  protected readonly id = computed(() => this.#signIn.agent()?.id ?? '');
  protected readonly email = computed(() => this.#signIn.agent()?.email ?? '');
  readonly #kept = computed(() => this.#signIn.agent()?.name ?? '');
  protected readonly name = linkedSignal(this.#kept);
  /** Chosen here and not saved; undefined: as it is. */
  protected readonly chosen = signal<string | null | undefined>(undefined);
  protected readonly picture = computed(() => {
    const chosen = this.chosen();
    return chosen === undefined ? this.#profile.picture() : chosen;
  });
  protected readonly problem = signal('');
  protected readonly pictureProblem = signal('');
  protected readonly isSaving = signal(false);
  protected readonly isChanged = computed(() => this.name().trim() !== this.#kept() || this.chosen() !== undefined);

  constructor() {
    effect(() => {
      this.name();
      untracked(() => this.problem.set(''));
    });
  }

  protected async choose(files: FileList | null): Promise<void> {
    const [file] = files ?? [];
    if (file === undefined) return;
    const made = await smallPicture(file);
    this.pictureProblem.set(made === null ? words().settings.pictureBad : '');
    if (made !== null) this.chosen.set(made);
  }

  protected remove(): void {
    this.chosen.set(null);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const name = this.name().trim();
    if (name === '') {
      this.problem.set(words().settings.nameMissing);
      return;
    }
    this.isSaving.set(true);
    const why = await this.#profile.save(name, this.chosen());
    this.isSaving.set(false);
    if (why !== null) {
      this.problem.set(words().settings.notSaved(why));
      return;
    }
    this.chosen.set(undefined);
    this.#tell.say(words().settings.saved);
  }
}
