import { inject, Injectable } from '@angular/core';
import { Api } from '../../api/api.ts';
import { Directory } from '../../api/directory.ts';
import type { DirectoryChange } from '../../api/directory-change.ts';
import { Failure, failureText } from '../../api/failure.ts';
import { Tell } from '../../look/tell.ts';
import { words } from '../../words/words.ts';
import { freshId } from './fresh-id.ts';
import { type Trouble, troubleOf } from './refusal.ts';

/** A command that got no answer is given again under its id, which carries it out once. */
const GIVEN = 2;

/** Changes the workspace, and shows what was changed before the server's tables do. */
@Injectable({ providedIn: 'root' })
export class WorkspaceChanges {
  readonly #api = inject(Api);
  readonly #directory = inject(Directory);
  readonly #tell = inject(Tell);

  /** Null when it was carried out. */
  async give(change: DirectoryChange): Promise<Trouble | null> {
    const trouble = await this.#outcome(change);
    if (trouble === null) {
      this.#directory.show(change);
      void this.#directory.catchUp(change);
    }
    return trouble;
  }

  /** Shows it at once; what is refused is taken back and told. Whether it was carried out. */
  async giveAtOnce(change: DirectoryChange): Promise<boolean> {
    const takeBack = this.#directory.show(change);
    const trouble = await this.#outcome(change);
    if (trouble === null) {
      void this.#directory.catchUp(change);
      return true;
    }
    takeBack();
    this.#tell.say(words().admin.saveFailed(trouble.text));
    return false;
  }

  async #outcome(change: DirectoryChange): Promise<Trouble | null> {
    const command = { ...change, id: freshId() };
    for (let given = 1; ; given++) {
      try {
        const outcome = await this.#api.change(command);
        return outcome.kind === 'refused' ? troubleOf(outcome.reason, change.type) : null;
      } catch (error) {
        const isUnheard = error instanceof Failure && (error.kind === 'unreachable' || error.kind === 'catching-up');
        if (!isUnheard || given >= GIVEN) return { text: failureText(error) };
      }
    }
  }
}
