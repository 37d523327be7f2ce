import {
  afterRenderEffect,
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { SessionView } from '@holdfast/chat-client';
import { clockTime, dayText, Icon, Now, visitorName } from '@holdfast/look';
import { Api } from '../../api/api.ts';
import { Directory } from '../../api/directory.ts';
import { failureText } from '../../api/failure.ts';
import { PageAttention } from '../../look/page-attention.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { Live } from '../live/live.ts';
import { firstUnread, linesOf } from './lines.ts';
import { MessageBubble } from './message-bubble.ts';
import { noticeText } from './notice-text.ts';
import { LogScroll } from './log-scroll.ts';

/** The conversation itself: what was said and what happened, down to what is being sent. */
@Component({
  selector: 'hf-chat-log',
  imports: [MessageBubble, MatButton, Icon],
  templateUrl: './chat-log.html',
  styleUrl: './chat-log.css',
})
export class ChatLog {
  readonly chat = input.required<FollowedChat>();
  readonly #api = inject(Api);
  readonly #directory = inject(Directory);
  readonly #live = inject(Live);
  readonly #now = inject(Now);
  readonly #attention = inject(PageAttention);
  private readonly scroller = viewChild.required<ElementRef<HTMLElement>>('scroller');
  private readonly content = viewChild.required<ElementRef<HTMLElement>>('content');
  protected readonly scroll = new LogScroll();

  protected readonly view = computed(() => this.chat().view());
  protected readonly visitor = computed(() => visitorName(this.view().visitor ?? { id: '' }));
  /** Where the agent had stopped reading when the chat came up; empty: nowhere. Null while that is not known. */
  readonly #unreadFrom = linkedSignal<SessionView, string | null>({
    source: this.view,
    computation: ({ freshness, entries, unread }, before) => {
      if (before !== undefined && before.value !== null) return before.value;
      return freshness === 'live' ? (firstUnread(entries, unread) ?? '') : null;
    },
  });
  protected readonly lines = computed(() => linesOf(this.view().entries, this.#unreadFrom() ?? undefined));
  protected readonly typing = computed(() =>
    this.view().typing.map(({ kind, name }) => (kind === 'visitor' ? this.visitor() : (name ?? 'A colleague'))),
  );
  protected readonly loadingOlder = signal(false);
  protected readonly olderProblem = signal<string | null>(null);

  constructor() {
    afterRenderEffect({
      write: () => {
        this.scroll.shown(this.scroller().nativeElement, this.view().entries);
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
      const looking = this.scroll.atEnd() && this.#attention.visible() && this.#attention.focused();
      if (looking && freshness === 'live' && lastW > 0) this.chat().handle.seen(lastW);
    });
  }

  protected notice(entry: Parameters<typeof noticeText>[0]): string {
    return noticeText(entry, {
      me: this.#live.me(),
      visitor: this.visitor(),
      agentName: this.#directory.agentName,
      teamName: this.#directory.teamName,
      timeText: (at) => `${dayText(at, this.#now.ms())}, ${clockTime(at)}`,
    });
  }

  protected day(at: string): string {
    return dayText(at, this.#now.ms());
  }

  protected clock(at: string): string {
    return clockTime(at);
  }

  protected scrolled(): void {
    const scroller = this.scroller().nativeElement;
    this.scroll.moved(scroller);
    if (scroller.scrollTop < 120 && this.view().older && this.olderProblem() === null) void this.loadOlder();
  }

  protected toEnd(): void {
    this.scroll.toEnd(this.scroller().nativeElement);
  }

  protected async loadOlder(): Promise<void> {
    if (this.loadingOlder()) return;
    const chat = this.chat();
    this.loadingOlder.set(true);
    this.olderProblem.set(null);
    try {
      const { events, older } = await this.#api.history(chat.id, chat.view().from);
      chat.handle.prepend(events, older);
    } catch (error) {
      this.olderProblem.set(failureText(error));
    } finally {
      this.loadingOlder.set(false);
    }
  }
}
