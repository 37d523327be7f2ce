import { Component, computed, type ElementRef, inject, linkedSignal, signal, viewChild } from '@angular/core';
import { Icon, isComposing, type IconName } from '@holdfast/look';
import { words } from '../../words/words.ts';
import { type Command, Commands, GROUPS } from '../live/commands.ts';
import { keyCaps } from '../live/key-text.ts';
import { Live } from '../live/live.ts';
import { Place } from '../live/place.ts';
import { Recents } from '../live/recents.ts';
import { visitorText } from '../live/visitor-text.ts';
import { fuzzy, pieces } from './fuzzy.ts';

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly icon: IconName;
  readonly caps: readonly string[];
  readonly words: string;
  readonly run: () => void;
}

/** Everything that can be done, found by typing a bit of it. Shows the keys that would have done it too. */
@Component({
  selector: 'hf-palette',
  imports: [Icon],
  templateUrl: './palette.html',
  styleUrl: './palette.css',
})
export class Palette {
  readonly #commands = inject(Commands);
  readonly #recents = inject(Recents);
  readonly #live = inject(Live);
  readonly #place = inject(Place);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  private readonly list = viewChild.required<ElementRef<HTMLElement>>('list');
  protected readonly words = words;
  protected readonly query = signal('');

  readonly #entries = computed<readonly Entry[]>(() => [
    ...this.#chats(),
    ...this.#commands
      .all()
      .filter(({ hidden }) => hidden !== true)
      .sort((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group))
      .map(entryOf),
  ]);
  protected readonly found = computed(() => {
    const query = this.query();
    const entries = this.#entries();
    if (query.trim() === '') return entries.map((entry) => ({ ...entry, pieces: pieces(entry.title, []) }));
    const named = entries
      .map((entry) => {
        const match = fuzzy(query, entry.title);
        const other = fuzzy(query, entry.words);
        const score = Math.max(match?.score ?? -Infinity, (other?.score ?? -Infinity) - 4);
        return { ...entry, score, pieces: pieces(entry.title, match?.at ?? []) };
      })
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, 40);
    // What has no name here may be somebody's, or have been said.
    const rest = this.#lookUps(query.trim()).map((entry) => ({ ...entry, pieces: pieces(entry.title, []) }));
    return [...named, ...rest];
  });
  protected readonly picked = linkedSignal({ source: this.found, computation: () => 0 });

  open(): void {
    this.query.set('');
    this.dialog().nativeElement.showModal();
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  /** A click beside it puts it away. */
  protected leave(event: Event): void {
    if (event.target === this.dialog().nativeElement) this.close();
  }

  protected run(entry: { readonly run: () => void } | undefined): void {
    if (entry === undefined) return;
    this.close();
    // The dialog gives the focus back first; what is run may want it elsewhere.
    queueMicrotask(() => entry.run());
  }

  protected press(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    const { length } = this.found();
    const steps: Record<string, () => void> = {
      ArrowDown: () => this.picked.update((at) => (at + 1) % Math.max(1, length)),
      ArrowUp: () => this.picked.update((at) => (at + length - 1) % Math.max(1, length)),
      PageDown: () => this.picked.update((at) => Math.min(length - 1, at + 8)),
      PageUp: () => this.picked.update((at) => Math.max(0, at - 8)),
      Enter: () => this.run(this.found()[this.picked()]),
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    step();
    this.list().nativeElement.children[this.picked()]?.scrollIntoView({ block: 'nearest' });
  }

  #lookUps(query: string): readonly Entry[] {
    return this.#commands.all().flatMap((command) => {
      const { id, lookUp } = command;
      if (lookUp === undefined) return [];
      const title = words().page.palette.lookUp(query);
      return [{ ...entryOf(command), id: `${id}.this`, title, caps: [], run: () => lookUp(query) }];
    });
  }

  /** Those opened before, then those in the list. */
  #chats(): readonly Entry[] {
    const { recent, chat } = words().page.palette;
    const open = this.#place.session();
    const recents = this.#recents.chats();
    const known = new Set(recents.map(({ session }) => session));
    const listed = this.#live
      .inbox()
      .rows.filter(({ session }) => !known.has(session))
      .map((row) => ({ session: row.session, visitor: visitorText(row.visitor), line: row.lastMessage?.text ?? '' }));
    const isAsked = this.query().trim() !== '';
    return [...recents.map((one) => ({ ...one, line: '' })), ...(isAsked ? listed : [])]
      .filter(({ session }) => session !== open)
      .slice(0, isAsked ? 60 : 4)
      .map(({ session, visitor, line }) => ({
        id: `open.${session}`,
        title: visitor,
        group: known.has(session) ? recent : chat,
        icon: 'inbox',
        caps: [],
        words: line,
        run: () => this.#place.showChat(session),
      }));
  }
}

const entryOf = ({ id, title, group, icon = 'command', keys, words: more, ...command }: Command): Entry => ({
  id,
  title,
  group: words().page.groups[group],
  icon,
  caps: keys?.[0] === undefined ? [] : keyCaps(keys[0]),
  words: more ?? '',
  run: () => command.run(),
});
