import { computed, inject, Injectable, signal } from '@angular/core';
import { Api } from '../../api/api.ts';
import { Directory } from '../../api/directory.ts';
import { Failure, failureText } from '../../api/failure.ts';
import { FETCH } from '../../api/http.ts';
import { SignIn } from '../../api/sign-in.ts';
import { words } from '../../words/words.ts';

/** A command that got no answer is given again under its id, which carries it out once. */
const GIVEN = 2;
/** The tables follow the log: they are read after so long, in ms, and then at twice the distance each time. */
const FIRST_READ_MS = 150;
const READS = 6;

/** What the others see of this agent: a name and a picture, both their own to change. */
@Injectable({ providedIn: 'root' })
export class OwnProfile {
  readonly #api = inject(Api);
  readonly #directory = inject(Directory);
  readonly #fetch = inject(FETCH);
  readonly #signIn = inject(SignIn);
  /** What was saved here: it is shown before the server's tables have it. */
  readonly #saved = signal<{ readonly of: string | undefined; readonly picture: string | null } | null>(null);

  /** Where the picture is; null: there is none. */
  readonly picture = computed(() => {
    const saved = this.#saved();
    return saved === null || saved.of !== this.#signIn.agent()?.id
      ? this.#directory.pictureOf(this.#signIn.agent()?.id ?? '')
      : saved.picture;
  });

  /** Why it was not saved; null: it was. `picture` as a data address, null for none, undefined for the one that is there. */
  async save(name: string, picture: string | null | undefined): Promise<string | null> {
    try {
      const shown = picture === undefined ? await this.#held() : picture;
      const outcome = await this.#give({ name, ...(shown === null ? {} : { picture: shown }) });
      if (outcome.kind === 'refused') return words().settings.refusals[outcome.reason] ?? words().failure.failed;
      this.#saved.set({ of: this.#signIn.agent()?.id, picture: shown });
      void this.#catchUp(name, shown !== null);
      return null;
    } catch (error) {
      return failureText(error);
    }
  }

  async #give(data: { readonly name: string; readonly picture?: string }): ReturnType<Api['change']> {
    const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0'));
    const command = { id: id.join(''), type: 'SaveOwnProfile', data } as const;
    for (let given = 1; ; given++) {
      try {
        return await this.#api.change(command);
      } catch (error) {
        const isUnheard = error instanceof Failure && (error.kind === 'unreachable' || error.kind === 'catching-up');
        if (!isUnheard || given >= GIVEN) throw error;
      }
    }
  }

  /** The picture that is there: whoever saves a name says again which picture goes with it. */
  async #held(): Promise<string | null> {
    const address = this.picture();
    if (address === null || address.startsWith('data:')) return address;
    const answer = await this.#fetch(address, { cache: 'no-cache' }).catch((cause: unknown) => {
      throw new Failure('unreachable', { cause });
    });
    if (!answer.ok) throw new Failure('catching-up');
    if (answer.status === 204) return null;
    return dataAddress(await answer.blob());
  }

  /** The name stands in the token too: a new one is fetched once the tables know it. */
  async #catchUp(name: string, hasPicture: boolean): Promise<void> {
    const id = this.#signIn.agent()?.id;
    for (let i = 0; i < READS; i++) {
      await new Promise((resolve) => setTimeout(resolve, FIRST_READ_MS * 2 ** i));
      const facts = await this.#api.workspace().catch(() => undefined);
      const me = facts?.agents.find(({ agentId }) => agentId === id);
      if (me?.name === name && me.hasPicture === hasPicture) break;
    }
    await this.#signIn.token({ fresh: true }).catch(() => undefined);
    this.#directory.reload();
  }
}

const dataAddress = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(blob);
  });
