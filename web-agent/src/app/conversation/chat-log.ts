import {
  afterRenderEffect,
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  untracked,
  viewChild,
} from '@angular/core';
import type { SessionView } from '@holdfast/chat-client';
import { commandIdOf } from '@holdfast/contracts/validators';
import { Avatar, dayText, Icon } from '@holdfast/look';
import { Announcer } from '../../look/announcer.ts';
import { PageAttention } from '../../look/page-attention.ts';
import { Tell } from '../../look/tell.ts';
import { locale, words } from '../../words/words.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { Live } from '../live/live.ts';
import { visitorText } from '../live/visitor-text.ts';
import { Finding } from './finding.ts';
import { Landing, stepTo } from './landing.ts';
import { firstUnread, linesOf } from './lines.ts';
import { LogScroll } from './log-scroll.ts';
import { MessageBubble } from './message-bubble.ts';
import { NoticeLine } from './notice-line.ts';
import { OlderPagesLoader } from './older-pages-loader.ts';
import { Sightings } from './sightings.ts';
import { Today } from './today.ts';
import { SightingsWatch } from './watch-sightings.ts';

/** So near to the top what was before is fetched, in CSS pixels. */
const NEAR_TOP = 400;

/**
 * The conversation itself: what was said and what happened, down to what is being sent. It is a log by its role, but silent: what others
 * write while it is open is said by the announcer, what is one's own, or was before, is not.
 */
@Component({
  selector: 'hf-chat-log',
  imports: [Avatar, Icon, MessageBubble, NoticeLine],
  providers: [OlderPagesLoader],
  templateUrl: './chat-log.html',
  styleUrl: './chat-log.css',
})
export class ChatLog {
  readonly chat = input.required<FollowedChat>();
  /** The place that the address led to was reached, or is not there. */
  readonly arrived = output();
  readonly #live = inject(Live);
  readonly #today = inject(Today);
  readonly #attention = inject(PageAttention);
  readonly #announcer = inject(Announcer);
  readonly #finding = inject(Finding);
  readonly #landing = inject(Landing);
  readonly #tell = inject(Tell);
  readonly #sightings = inject(Sightings);
  private readonly scroller = viewChild.required<ElementRef<HTMLElement>>('scroller');
  private readonly content = viewChild.required<ElementRef<HTMLElement>>('content');
  protected readonly scroll = new LogScroll();
  protected readonly older = inject(OlderPagesLoader);
  protected readonly words = words;

  protected readonly view = computed(() => this.chat().view());
  protected readonly visitor = computed(() => visitorText(this.view().visitor ?? { id: '' }));
  /** Where the agent had stopped reading when the chat came up, and how much was unread; empty: nowhere. Null while that is not known. */
  readonly #unread = linkedSignal<SessionView, { readonly from: string; readonly count: number } | null>({
    source: this.view,
    computation: ({ freshness, entries, unread }, before) => {
      if (before !== undefined && before.value !== null) return before.value;
      return freshness === 'live' ? { from: firstUnread(entries, unread) ?? '', count: unread } : null;
    },
  });
  protected readonly lines = computed(() => linesOf(this.view().entries, this.#unread()?.from));
  /** Whether the reader has yet to go up to what was unread. */
  protected readonly unreadAbove = linkedSignal(() => {
    const { from, count } = this.#unread() ?? { from: '', count: 0 };
    return from === '' ? 0 : count;
  });
  protected readonly typing = computed(() =>
    this.view().typing.map(({ kind, id, name, internal = false }) => ({
      id,
      internal,
      name: kind === 'visitor' ? this.visitor() : (name ?? words().conversation.colleague),
    })),
  );
  protected readonly typingText = computed(() => {
    const { typing, typingNote } = words().conversation.log;
    const names = new Intl.ListFormat(locale()).format(this.typing().map(({ name }) => name));
    return (this.typing().every(({ internal }) => internal) ? typingNote : typing)(names, this.typing().length);
  });
  /** Where the search is; a place that is not loaded yet changes once it is. */
  readonly #goal = computed(() => {
    const match = this.#finding.current();
    return match === undefined ? '' : `${match.n} ${match.id ?? ''}`;
  });

  constructor() {
    afterRenderEffect({
      write: () => {
        const { entries } = this.view();
        this.scroll.shown(this.scroller().nativeElement, entries);
        untracked(() => this.#looked());
      },
    });
    effect((onCleanup) => {
      const [scroller, content] = [this.scroller().nativeElement, this.content().nativeElement];
      const observer = new ResizeObserver(() => this.scroll.resized(scroller));
      observer.observe(scroller);
      observer.observe(content);
      onCleanup(() => observer.disconnect());
    });
    effect(() => {
      const { freshness, lastW } = this.view();
      const isLed = this.#landing.at() !== undefined;
      const looking = !isLed && this.scroll.atEnd() && this.#attention.visible() && this.#attention.focused();
      if (looking && freshness === 'live' && lastW > 0) this.chat().handle.seen(lastW);
    });
    this.#watchAnswers();
    effect((onCleanup) => {
      const chat = this.chat();
      onCleanup(chat.handle.onEvent((event) => this.#heard(event)));
    });
    afterRenderEffect(() => {
      if (this.#goal() !== '') untracked(() => void this.#goToMatch());
    });
    effect(() => {
      // Before anything is drawn: what is below where one is led has not been read.
      if (this.#landing.at() !== undefined) untracked(() => this.scroll.away());
    });
    afterRenderEffect(() => {
      const [at, chat] = [this.#landing.at(), this.view()];
      if (at !== undefined) untracked(() => this.#land(at, chat));
    });
  }

  protected day(at: string): string {
    return dayText(at, this.#today.noon(), locale());
  }

  protected scrolled(): void {
    this.scroll.moved(this.scroller().nativeElement);
    this.#looked();
  }

  protected toEnd(): void {
    this.scroll.toEnd(this.scroller().nativeElement);
  }

  protected toUnread(): void {
    this.unreadAbove.set(0);
    this.#bringIntoView('.fresh', 'start');
  }

  protected loadOlder(): void {
    void this.older.load(this.chat());
  }

  /** The reader looks at another part of the log: what was unread may be seen, what was before may be wanted. */
  #looked(): void {
    const scroller = this.scroller().nativeElement;
    const line = this.content().nativeElement.querySelector('.fresh');
    if (line !== null && line.getBoundingClientRect().top >= scroller.getBoundingClientRect().top)
      this.unreadAbove.set(0);
    if (scroller.scrollTop < NEAR_TOP && this.view().older && this.older.problem() === null) this.loadOlder();
  }

  #bringIntoView(selector: string, block: ScrollLogicalPosition): void {
    this.scroll.away();
    this.content().nativeElement.querySelector(selector)?.scrollIntoView({ block });
  }

  async #goToMatch(): Promise<void> {
    const match = this.#finding.current();
    if (match === undefined) return;
    if (match.id !== undefined) this.#bringIntoView(`[data-id="${CSS.escape(match.id)}"]`, 'center');
    else {
      this.scroll.away();
      await this.older.back(this.chat(), match.n);
    }
  }

  #land(at: number, chat: SessionView): void {
    const step = stepTo(at, chat);
    if (step.kind === 'wait') return;
    if (step.kind === 'read-back') {
      if (this.older.problem() === null) void this.older.back(this.chat(), at);
      return;
    }
    if (step.kind === 'show') {
      this.#bringIntoView(`[data-id="${CSS.escape(step.id)}"]`, 'center');
      this.#landing.arrivedAt(step.id);
    } else {
      this.#landing.giveUp();
      this.#tell.say(words().conversation.log.notThere);
    }
    this.arrived.emit();
  }

  /** Other agents' answers: the guard asks whether they were looked at. */
  #watchAnswers(): void {
    let watch: SightingsWatch | undefined;
    effect((onCleanup) => {
      watch = new SightingsWatch(this.scroller().nativeElement, this.#sightings);
      onCleanup(() => watch?.stop());
    });
    afterRenderEffect(() => {
      this.lines();
      if (this.#attention.visible())
        watch?.watch(this.content().nativeElement.querySelectorAll('hf-message-bubble.staff:not(.own, .note)'));
      else watch?.pause();
    });
  }

  #heard(event: Parameters<Parameters<FollowedChat['handle']['onEvent']>[0]>[0]): void {
    if (event.type !== 'MessagePosted') return;
    const { actor, data } = event;
    this.#sightings.came(commandIdOf(event), Date.now());
    if (actor.kind === 'agent' && actor.id === this.#live.me()) {
      // Who answers has read what they answer.
      this.unreadAbove.set(0);
      return;
    }
    const said = words().conversation;
    const name = actor.kind === 'visitor' ? this.visitor() : (actor.name ?? said.colleague);
    this.#announcer.say((data.visibility === 'internal' ? said.log.notes : said.log.says)(name, data.text));
  }
}
