import { computed, DestroyRef, DOCUMENT, effect, inject, Injectable, signal, untracked } from '@angular/core';
import type { Visibility } from '@holdfast/contracts';
import { SignIn } from '../../api/sign-in.ts';
import { type Draft, DRAFT_LIMIT, fromStored, isEmpty, NO_DRAFT, surplus, toStored, written } from './draft.ts';

/**
 * The drafts of the agent who is signed in, by chat. They are kept in this browser and are the same in all its tabs: each chat has a key of its
 * own, which is read again before it is written, so that of two tabs only the last writer of the same text wins. Which of reply and
 * note is shown is each tab's own affair: what one tab switches must not turn a reply into a note under the fingers of another.
 */
@Injectable({ providedIn: 'root' })
export class Drafts {
  readonly #window = inject(DOCUMENT).defaultView;
  readonly #signIn = inject(SignIn);
  readonly #drafts = signal<ReadonlyMap<string, Draft>>(new Map());
  readonly #modes = signal<ReadonlyMap<string, Visibility>>(new Map());
  readonly #prefix = computed(() => {
    const [workspace, agent] = [this.#signIn.workspace(), this.#signIn.agent()];
    return workspace === null || agent === null ? null : `holdfast.draft.${workspace}.${agent.id}.`;
  });

  /** The chats in which something is being written: for a mark beside them. */
  readonly sessions: () => ReadonlySet<string> = computed(() => new Set(this.#drafts().keys()));

  constructor() {
    // At once, since the first chat is drawn with it; again only for somebody else.
    let shown = untracked(this.#prefix);
    this.#drafts.set(this.#stored(shown));
    effect(() => {
      const prefix = this.#prefix();
      if (prefix === shown) return;
      shown = prefix;
      untracked(() => {
        this.#modes.set(new Map());
        this.#drafts.set(this.#stored(prefix));
      });
    });
    const heard = ({ key, storageArea }: StorageEvent): void => {
      if (storageArea !== this.#storage()) return;
      const prefix = this.#prefix();
      if (key === null) this.#drafts.set(this.#stored(prefix));
      // As it is by now: what is told may be older than what was written here since.
      else if (prefix !== null && key.startsWith(prefix))
        this.#hold(key.slice(prefix.length), fromStored(this.#read(key)));
    };
    this.#window?.addEventListener('storage', heard);
    inject(DestroyRef).onDestroy(() => this.#window?.removeEventListener('storage', heard));
  }

  of(session: string): Draft {
    return this.#drafts().get(session) ?? NO_DRAFT;
  }

  /** Whether the reply or the note is shown; what has only a note opens as one. */
  mode(session: string): Visibility {
    const { public: reply, internal: note } = this.of(session);
    return this.#modes().get(session) ?? (reply.text === '' && note.text !== '' ? 'internal' : 'public');
  }

  switchTo(session: string, mode: Visibility): void {
    this.#modes.update((modes) => {
      const latest = new Map(modes);
      latest.delete(session);
      latest.set(session, mode);
      const [oldest] = latest.keys();
      if (latest.size > DRAFT_LIMIT && oldest !== undefined) latest.delete(oldest);
      return latest;
    });
  }

  /** `n` is the number the session stands at. An empty text ends the draft: cleared, or sent. */
  write(session: string, mode: Visibility, text: string, n: number): void {
    // What is begun in a mode goes on in it, whatever another tab does.
    if (!this.#modes().has(session)) this.switchTo(session, mode);
    const prefix = this.#prefix();
    const held = prefix === null ? null : this.#read(`${prefix}${session}`);
    const before = held === null ? this.of(session) : fromStored(held);
    this.#hold(session, written(before, mode, text, Date.now(), n));
    for (const old of surplus(this.#drafts())) this.#hold(old, NO_DRAFT, prefix);
    this.#keep(session, prefix);
  }

  #hold(session: string, draft: Draft, dropUnder: string | null = null): void {
    this.#drafts.update((drafts) => {
      const next = new Map(drafts);
      if (isEmpty(draft)) next.delete(session);
      else next.set(session, draft);
      return next;
    });
    if (dropUnder !== null) this.#keep(session, dropUnder);
  }

  #keep(session: string, prefix: string | null): void {
    if (prefix === null) return;
    const draft = this.of(session);
    try {
      if (isEmpty(draft)) this.#storage()?.removeItem(`${prefix}${session}`);
      else this.#storage()?.setItem(`${prefix}${session}`, toStored(draft));
    } catch {
      // Full, or not allowed: the draft lives as long as the page.
    }
  }

  #stored(prefix: string | null): ReadonlyMap<string, Draft> {
    const storage = this.#storage();
    if (prefix === null || storage === null) return new Map();
    const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
    const mine = keys.filter((key) => key.startsWith(prefix));
    const drafts = mine.map((key): [string, Draft] => [key.slice(prefix.length), fromStored(storage.getItem(key))]);
    return new Map(drafts.filter(([, draft]) => !isEmpty(draft)));
  }

  #read(key: string): string | null {
    return this.#storage()?.getItem(key) ?? null;
  }

  /** Null where the browser does not let pages store. */
  #storage(): Storage | null {
    try {
      return this.#window?.localStorage ?? null;
    } catch {
      return null;
    }
  }
}
