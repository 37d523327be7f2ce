import { Component, computed, effect, inject, input } from '@angular/core';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import type { InboxFilter, InboxOnly } from '@holdfast/contracts';
import { Icon } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import { Announcer } from '../../look/announcer.ts';
import { locale, words } from '../../words/words.ts';
import { Live } from '../live/live.ts';
import { InboxChoices, usualSort } from './inbox-choice.ts';

interface Option {
  readonly name: string;
  readonly only: InboxOnly;
}
interface Part {
  readonly part: keyof InboxOnly;
  readonly name: string;
  readonly options: readonly Option[];
}

const SORTS = ['newest', 'oldest', 'waiting'] as const;

/** How many chats there are, in which order, and what the list is narrowed to; each narrowing is taken away by itself. */
@Component({
  selector: 'hf-inbox-bar',
  imports: [Icon, MatMenu, MatMenuItem, MatMenuTrigger],
  templateUrl: './inbox-bar.html',
  styleUrl: './inbox-bar.css',
})
export class InboxBar {
  readonly filter = input.required<InboxFilter>();
  /** How many rows there are; undefined: not known yet. */
  readonly total = input.required<number | undefined>();
  readonly #choices = inject(InboxChoices);
  readonly #directory = inject(Directory);
  readonly #live = inject(Live);
  protected readonly words = words;
  protected readonly choice = computed(() => this.#choices.of()(this.filter()));
  protected readonly isUsual = computed(() => this.choice().sort === usualSort(this.filter()));
  protected readonly count = computed(() => {
    const total = this.total();
    return total === undefined ? '' : words().inbox.chats(total, new Intl.NumberFormat(locale()).format(total));
  });
  protected readonly sorts = computed(() =>
    SORTS.map((sort) => ({ sort, name: words().inbox.sorts[sort], chosen: this.choice().sort === sort })),
  );

  readonly #labels = computed(() => {
    const { label } = this.choice().only;
    const seen = new Set(this.#live.inbox().rows.flatMap(({ labels }) => labels));
    if (label !== undefined) seen.add(label);
    return [...seen].sort((a, b) => a.localeCompare(b, locale()));
  });
  /** What can be narrowed here: a view of one's own chats is not asked whose they are. */
  protected readonly parts = computed<readonly Part[]>(() => {
    const { parts } = words().inbox;
    const filter = this.filter();
    const agents = this.#live.roster().filter(({ active }) => active);
    const all: readonly Part[] = [
      {
        part: 'teamId',
        name: parts.team,
        options: this.#directory.teams().map(({ teamId, name }) => ({ name, only: { teamId } })),
      },
      {
        part: 'siteId',
        name: parts.site,
        options: this.#directory.sites().map(({ siteId, name }) => ({ name, only: { siteId } })),
      },
      {
        part: 'assigneeId',
        name: parts.assignee,
        options:
          filter === 'mine' || filter === 'waiting'
            ? []
            : agents.map(({ id, name }) => ({
                name: id === this.#live.me() ? words().inbox.you : name,
                only: { assigneeId: id },
              })),
      },
      { part: 'label', name: parts.label, options: this.#labels().map((label) => ({ name: label, only: { label } })) },
    ];
    return all.filter(({ options }) => options.length > 0);
  });
  protected readonly chips = computed(() => {
    const { only } = this.choice();
    const { parts, unread } = words().inbox;
    const chosen = this.parts().flatMap(({ part, name, options }) =>
      options
        .filter((option) => only[part] !== undefined && option.only[part] === only[part])
        .map((option) => ({ part, text: `${name}: ${option.name}` })),
    );
    // What the workspace no longer knows narrows all the same.
    const unknown = (['teamId', 'siteId', 'assigneeId'] as const)
      .filter((part) => only[part] !== undefined && !chosen.some((chip) => chip.part === part))
      .map((part) => ({
        part,
        text: `${parts[part === 'teamId' ? 'team' : part === 'siteId' ? 'site' : 'assignee']}: …`,
      }));
    return [...(only.unread === true ? [{ part: 'unread' as const, text: unread }] : []), ...chosen, ...unknown];
  });

  constructor() {
    const announcer = inject(Announcer);
    let heard: unknown;
    // Screen readers hear what a choice has led to, and not every chat that comes and goes.
    effect(() => {
      const [choice, count] = [this.choice(), this.count()];
      if (count === '' || choice === heard) return;
      if (heard !== undefined) announcer.say(count);
      heard = choice;
    });
  }

  protected isChosen({ only }: Option): boolean {
    const held = this.choice().only;
    return Object.entries(only).every(([part, value]) => held[part as keyof InboxOnly] === value);
  }

  protected sort(sort: (typeof SORTS)[number]): void {
    this.#choices.sort(this.filter(), sort);
  }

  protected toggle(option: Option): void {
    if (!this.isChosen(option)) this.#choices.narrow(this.filter(), option.only);
    else for (const part of Object.keys(option.only)) this.remove(part as keyof InboxOnly);
  }

  protected toggleUnread(): void {
    this.#choices.narrow(this.filter(), { unread: this.choice().only.unread === true ? undefined : true });
  }

  protected remove(part: keyof InboxOnly): void {
    this.#choices.narrow(this.filter(), { [part]: undefined });
  }
}
