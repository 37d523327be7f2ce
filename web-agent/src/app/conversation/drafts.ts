import { Injectable, signal } from '@angular/core';
import type { Visibility } from '@holdfast/contracts';

/** What is being written in one chat. Reply and note are apart, so that the one never goes out as the other. */
export interface Draft {
  readonly mode: Visibility;
  readonly public: string;
  readonly internal: string;
}

const NOTHING: Draft = { mode: 'public', public: '', internal: '' };

/** Drafts by chat, kept while the page lives. */
@Injectable({ providedIn: 'root' })
export class Drafts {
  readonly #drafts = signal<ReadonlyMap<string, Draft>>(new Map());

  of(session: string): Draft {
    return this.#drafts().get(session) ?? NOTHING;
  }

  write(session: string, text: string): void {
    const draft = this.of(session);
    this.#put(session, { ...draft, [draft.mode]: text });
  }

  switchTo(session: string, mode: Visibility): void {
    this.#put(session, { ...this.of(session), mode });
  }

  #put(session: string, draft: Draft): void {
    const isNothing = draft.public === '' && draft.internal === '' && draft.mode === 'public';
    this.#drafts.update((drafts) => {
      const next = new Map(drafts);
      if (isNothing) next.delete(session);
      else next.set(session, draft);
      return next;
    });
  }
}
