import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import {
  afterNextRender,
  afterRenderEffect,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { InboxView } from '@holdfast/chat-client';
import type { InboxFilter, InboxRow as Row } from '@holdfast/contracts';
import { Icon } from '@holdfast/look';
import { PageAttention } from '../../look/page-attention.ts';
import { locale, words } from '../../words/words.ts';
import { ChatActions } from '../live/chat-actions.ts';
import { type Command, Commands } from '../live/commands.ts';
import { VIEW_ICONS } from '../live/filters.ts';
import { Live } from '../live/live.ts';
import { Place } from '../live/place.ts';
import { InboxBar } from './inbox-bar.ts';
import { InboxChoices, narrowed, usualSort } from './inbox-choice.ts';
import { InboxRow } from './inbox-row.ts';
import {
  arrivedAbove,
  movedRange,
  ROW_HEIGHT,
  sameWindow,
  shiftOf,
  slotsOf,
  type Window,
  windowFor,
} from './inbox-window.ts';

type Slots = readonly (Row | undefined)[];

/** What is asked for: another view, order or narrowing is another list. */
interface Asked {
  readonly filter: InboxFilter;
  readonly sort: InboxView['sort'];
  readonly only: InboxView['only'];
}

/** The inbox under one filter: only the rows around the visible ones are asked for and drawn. */
@Component({
  selector: 'hf-inbox-list',
  imports: [CdkVirtualScrollViewport, CdkVirtualForOf, CdkFixedSizeVirtualScroll, Icon, InboxBar, InboxRow, MatButton],
  templateUrl: './inbox-list.html',
  styleUrl: './inbox-list.css',
})
export class InboxList {
  readonly filter = input.required<InboxFilter>();
  readonly session = input<string>();
  readonly #live = inject(Live);
  readonly #actions = inject(ChatActions);
  readonly #attention = inject(PageAttention);
  readonly #choices = inject(InboxChoices);
  readonly #place = inject(Place);
  readonly #injector = inject(Injector);
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly viewport = viewChild(CdkVirtualScrollViewport);

  readonly #asked = computed<Asked>(
    () => {
      const filter = this.filter();
      const { sort, only } = this.#choices.of()(filter);
      return { filter, sort: sort === usualSort(filter) ? undefined : sort, only: narrowed(only) };
    },
    { equal: sameWindow },
  );
  readonly #window = linkedSignal<Asked, Window>({
    source: this.#asked,
    computation: () => windowFor({ offset: 0, limit: 0 }, 0, 20),
  });
  /** Whether the rows of what is asked for have come; they stay shown while the connection is away. */
  readonly #arrived = linkedSignal<{ asked: Asked; inbox: InboxView }, boolean>({
    source: () => ({ asked: this.#asked(), inbox: this.#live.inbox() }),
    computation: ({ asked, inbox }, before) =>
      sameWindow(inbox, asked) && (inbox.current || (before?.source.asked === asked && before.value)),
  });
  #before: { readonly asked: Asked; readonly slots: Slots } | undefined;
  /** Where the list has to be scrolled to once its rows are drawn, in CSS pixels. */
  #top: number | undefined;
  /** How many have come in above what is read. */
  protected readonly above = linkedSignal({ source: this.#asked, computation: () => 0 });

  protected readonly rowHeight = ROW_HEIGHT;
  protected readonly words = words;
  protected readonly me = this.#live.me;
  protected readonly isCurrent = this.#live.isCurrent;
  /** Null until they have come: another filter's are not shown under this one's name. */
  protected readonly slots = computed<Slots | null>(() => {
    const { total, offset, rows } = this.#live.inbox();
    return this.#arrived() ? slotsOf(total, offset, rows) : null;
  });
  protected readonly isOffline = computed(() => {
    const status = this.#live.connection()?.status;
    return this.slots() === null && (status === 'waiting' || status === 'incompatible');
  });
  protected readonly isNarrowed = computed(() => this.#asked().only !== undefined);
  protected readonly icon = computed(() => VIEW_ICONS[this.filter()]);
  protected readonly empty = computed(() => {
    const { inbox } = words();
    if (this.isNarrowed()) return inbox.emptyNarrowed;
    const empty = inbox.empty[this.filter()];
    const isTeamless = this.#live.own()?.teams.length === 0;
    return isTeamless && this.filter() === 'mine' ? { ...empty, text: inbox.teamless } : empty;
  });
  protected readonly waiting = computed(() => this.#live.inbox().counts.waiting);
  protected readonly pill = computed(() =>
    this.above() === 0 ? '' : words().inbox.fresh(this.above(), new Intl.NumberFormat(locale()).format(this.above())),
  );
  protected readonly waitingText = computed(() =>
    words().inbox.showWaiting(this.waiting(), new Intl.NumberFormat(locale()).format(this.waiting())),
  );
  protected readonly skeletons = [0, 1, 2, 3, 4, 5];

  constructor() {
    effect(() => {
      const window = { ...this.#asked(), ...this.#window() };
      // Only so many tabs have a window: those that were looked at last.
      if (this.#live.isOpen() && this.#attention.visible()) untracked(() => this.#live.watch(window));
    });
    effect(() => this.#keepPlace(this.slots()));
    afterRenderEffect(() => {
      this.slots();
      this.#scrollAfter();
    });
    inject(Commands).offer(() => [
      {
        id: 'inbox.next',
        title: words().page.next,
        group: 'inbox',
        icon: 'down',
        keys: ['j'],
        repeats: true,
        run: () => this.step(1),
      },
      {
        id: 'inbox.previous',
        title: words().page.previous,
        group: 'inbox',
        icon: 'up',
        keys: ['k'],
        repeats: true,
        run: () => this.step(-1),
      },
      ...this.#dismissals(),
    ]);
  }

  /** The topmost visible row. */
  protected follow(first: number): void {
    const visible = Math.ceil((this.viewport()?.getViewportSize() ?? 0) / ROW_HEIGHT);
    this.#window.update((window) => windowFor(window, first, visible));
    if (first === 0) this.above.set(0);
  }

  protected readonly identify = (index: number, slot: Row | undefined): string | number => slot?.session ?? index;

  /** Arrows walk the rows, as in any list; Tab leaves it. */
  protected walk(event: Event, by: 1 | -1): void {
    event.preventDefault();
    this.step(by);
  }

  /** To the row after or before the one that has the focus, else the one that is open, else the first that is seen. */
  protected step(by: 1 | -1): void {
    const slots = this.slots();
    const viewport = this.viewport();
    if (slots === null || viewport === undefined) return;
    const focused = this.#focused();
    const at = slots.findIndex((row) => row !== undefined && row.session === (focused ?? this.session()));
    const next = at < 0 ? Math.ceil(viewport.measureScrollOffset() / ROW_HEIGHT) : at + by;
    if (next < 0 || next >= slots.length) return;
    const top = viewport.measureScrollOffset();
    const [start, end] = [next * ROW_HEIGHT, (next + 1) * ROW_HEIGHT];
    if (start < top) viewport.scrollToOffset(start);
    else if (end > top + viewport.getViewportSize()) viewport.scrollToOffset(end - viewport.getViewportSize());
    const session = slots[next]?.session;
    const focus = (): boolean => {
      const link = this.#host.nativeElement.querySelector<HTMLElement>(`[data-session="${session ?? ''}"] a`);
      link?.focus({ preventScroll: true });
      return link !== null;
    };
    // A row that was out of sight is drawn first.
    if (!focus()) afterNextRender(() => focus(), { injector: this.#injector });
  }

  /** The row is about to go: the focus does not go with it. */
  protected dismiss(session: string): void {
    this.step(this.slots()?.at(-1)?.session === session ? -1 : 1);
    void this.#actions.dismissMention(session);
  }

  protected toTop(): void {
    this.viewport()?.scrollToOffset(0);
    this.above.set(0);
  }

  protected widen(): void {
    this.#choices.widen(this.filter());
  }

  protected show(filter: InboxFilter): void {
    this.#place.showView(filter);
  }

  /** The chat whose row has the focus. */
  #focused(): string | undefined {
    const { activeElement } = this.#host.nativeElement.ownerDocument;
    return activeElement?.closest('hf-inbox-row')?.getAttribute('data-session') ?? undefined;
  }

  /** What can be done with the mention in the row that has the focus, else in the open chat. */
  #dismissals(): readonly Command[] {
    const isListed = this.filter() === 'mentions' && (this.slots()?.length ?? 0) > 0;
    if (!isListed && !this.#actions.isMentioned(this.session())) return [];
    const dismiss = (): void => {
      const [focused, open] = [this.#focused(), this.session()];
      if (this.#actions.isMentioned(focused)) this.dismiss(focused);
      else if (this.#actions.isMentioned(open)) void this.#actions.dismissMention(open);
    };
    return [
      {
        id: 'chat.dismiss',
        title: words().inbox.dismiss,
        group: 'chat',
        icon: 'check',
        keys: ['d'],
        run: dismiss,
      },
    ];
  }

  /**
   * Before the rows are drawn: the scroll position costs no layout then, and the rows that stay in sight stay as they are when the drawn range moves
   * with them. A list of another length measures its range anew, by where it is scrolled to still; there nothing is gained.
   */
  #keepPlace(slots: Slots | null): void {
    const before = this.#before;
    const asked = untracked(this.#asked);
    const viewport = untracked(this.viewport);
    this.#before = slots === null ? undefined : { asked, slots };
    if (slots === null || viewport === undefined || before?.asked !== asked) return;
    const top = this.#top ?? viewport.measureScrollOffset();
    const first = Math.ceil(top / ROW_HEIGHT);
    const shift = shiftOf(before.slots, slots, first);
    if (shift !== 0) {
      this.#top = Math.max(0, top + shift * ROW_HEIGHT);
      if (slots.length === before.slots.length) {
        const range = movedRange(viewport.getRenderedRange(), shift, slots.length);
        viewport.setRenderedRange(range);
        viewport.setRenderedContentOffset(range.start * ROW_HEIGHT);
      }
    }
    const arrived = arrivedAbove(before.slots, slots, first);
    if (arrived > 0) untracked(() => this.above.update((above) => above + arrived));
  }

  /** Once they are drawn. Where the list ends before that place, nothing is scrolled, and nobody else would draw what is missing. */
  #scrollAfter(): void {
    const viewport = untracked(this.viewport);
    if (viewport === undefined || this.#top === undefined) return;
    viewport.scrollToOffset(this.#top);
    if (viewport.measureScrollOffset() < this.#top) viewport.checkViewportSize();
    this.#top = undefined;
  }
}
