import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import {
  afterRenderEffect,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  untracked,
  viewChild,
} from '@angular/core';
import type { InboxView } from '@holdfast/chat-client';
import type { InboxFilter, InboxRow as Row } from '@holdfast/contracts';
import { PageAttention } from '../../look/page-attention.ts';
import { Live } from '../live/live.ts';
import { InboxRow } from './inbox-row.ts';
import { ROW_HEIGHT, shiftOf, slotsOf, type Window, windowFor } from './inbox-window.ts';

type Slots = readonly (Row | undefined)[];

const EMPTY: Record<InboxFilter, string> = {
  mine: 'No chat is yours at the moment. Chats come to you while you are online, or take one from “Waiting”.',
  mentions: 'No note calls you at the moment.',
  waiting: 'Nobody is waiting.',
  team: 'No open chats in your teams.',
  all: 'No open chats. They appear here as soon as a visitor writes.',
  closed: 'No chat has been closed yet.',
};

/** The inbox under one filter: only the rows around the visible ones are asked for and drawn. */
@Component({
  selector: 'hf-inbox-list',
  imports: [CdkVirtualScrollViewport, CdkVirtualForOf, CdkFixedSizeVirtualScroll, InboxRow],
  templateUrl: './inbox-list.html',
  styleUrl: './inbox-list.css',
})
export class InboxList {
  readonly filter = input.required<InboxFilter>();
  readonly session = input<string>();
  readonly #live = inject(Live);
  readonly #attention = inject(PageAttention);
  private readonly viewport = viewChild(CdkVirtualScrollViewport);
  readonly #window = linkedSignal<InboxFilter, Window>({
    source: this.filter,
    computation: () => windowFor({ offset: 0, limit: 0 }, 0, 20),
  });
  /** Whether this filter's rows have come; they stay shown while the connection is away. */
  readonly #arrived = linkedSignal<{ filter: InboxFilter; inbox: InboxView }, boolean>({
    source: () => ({ filter: this.filter(), inbox: this.#live.inbox() }),
    computation: ({ filter, inbox }, before) =>
      inbox.filter === filter && (inbox.current || (before?.source.filter === filter && before.value)),
  });
  #before: { readonly filter: InboxFilter; readonly slots: Slots } | undefined;

  protected readonly rowHeight = ROW_HEIGHT;
  protected readonly me = this.#live.me;
  /** Null until they have come: another filter's are not shown under this one's name. */
  protected readonly slots = computed<Slots | null>(() => {
    const { total, offset, rows } = this.#live.inbox();
    return this.#arrived() ? slotsOf(total, offset, rows) : null;
  });
  protected readonly emptyText = computed(() => EMPTY[this.filter()]);
  protected readonly skeletons = [0, 1, 2, 3, 4, 5];

  constructor() {
    effect(() => {
      const window = { filter: this.filter(), ...this.#window() };
      // Tabs share one window: the one that is looked at has it.
      if (this.#live.isOpen() && this.#attention.visible()) untracked(() => this.#live.watch(window));
    });
    afterRenderEffect(() => this.#keepPlace(this.slots()));
  }

  /** The topmost visible row. */
  protected follow(first: number): void {
    const visible = Math.ceil((this.viewport()?.getViewportSize() ?? 0) / ROW_HEIGHT);
    this.#window.update((window) => windowFor(window, first, visible));
  }

  protected readonly identify = (index: number, slot: Row | undefined): string | number => slot?.session ?? index;

  /** Arrows walk the rows, as in any list; Tab leaves it. */
  protected walk(event: Event, step: 'nextElementSibling' | 'previousElementSibling'): void {
    const row = event.target instanceof Element ? event.target.closest('hf-inbox-row') : null;
    const link = row?.[step]?.querySelector('a');
    if (link === null || link === undefined) return;
    event.preventDefault();
    link.focus();
  }

  #keepPlace(slots: Slots | null): void {
    const before = this.#before;
    const filter = untracked(this.filter);
    const viewport = untracked(this.viewport);
    this.#before = slots === null ? undefined : { filter, slots };
    if (slots === null || viewport === undefined || before?.filter !== filter) return;
    const top = viewport.measureScrollOffset();
    const shift = shiftOf(before.slots, slots, Math.ceil(top / ROW_HEIGHT));
    if (shift !== 0) viewport.scrollToOffset(top + shift * ROW_HEIGHT);
  }
}
