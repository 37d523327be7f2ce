import { Injectable, signal } from '@angular/core';
import { keepOfTab, recallOfTab } from './of-this-tab';

/** What was begun and not sent, by conversation. Kept for this tab, over its reloads. */
@Injectable({ providedIn: 'root' })
export class Drafts {
  readonly #texts = signal<ReadonlyMap<string, string>>(new Map());

  of(session: string): string {
    return this.#texts().get(session) ?? recallOfTab(`draft:${session}`);
  }

  keep(session: string, text: string): void {
    this.#texts.update((texts) => new Map(texts).set(session, text));
    keepOfTab(`draft:${session}`, text);
  }
}
