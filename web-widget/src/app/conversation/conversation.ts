import { DatePipe } from '@angular/common';
import {
  afterRenderEffect,
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { HostPage } from '../host/host-page';
import { Chat } from '../live/chat';
import { words } from '../words';
import { Composer } from './composer';
import { linesOf } from './lines';
import { Message } from './message';
import { Rating } from './rating';

/** Within this many pixels of the end the visitor counts as reading the newest. */
const AT_END_PX = 48;

/** The visitor's conversation: what was said, what is going on, and where to write. */
@Component({
  selector: 'hf-conversation',
  imports: [Composer, DatePipe, Message, Rating],
  templateUrl: './conversation.html',
  styleUrl: './conversation.css',
})
export class Conversation {
  readonly #chat = inject(Chat);
  readonly #host = inject(HostPage);
  private readonly scroller = viewChild.required<ElementRef<HTMLElement>>('scroller');
  private readonly composer = viewChild.required(Composer);
  readonly #visible = signal(document.visibilityState === 'visible');

  readonly words = words;
  readonly greeting = computed(() => this.#chat.site()?.greeting ?? words.greeting);
  readonly view = this.#chat.view;
  readonly lines = computed(() => linesOf(this.view()?.entries ?? []));
  readonly typist = computed(() => this.view()?.typing.find(({ kind }) => kind === 'agent') ?? null);
  readonly ratable = computed(() => this.view()?.status === 'closed' && this.view()?.rating === undefined);
  readonly atEnd = signal(true);
  readonly loadingOlder = signal(false);
  readonly olderFailed = signal(false);
  /** The last message of somebody else, for screen readers. */
  readonly spoken = computed(() => {
    const last = this.view()?.entries.findLast((entry) => entry.kind === 'message');
    return last === undefined || last.own ? '' : `${last.from.name ?? words.somebody}: ${last.text}`;
  });
  readonly unreadBelow = computed(() => !this.atEnd() && (this.view()?.unread ?? 0) > 0);

  constructor() {
    document.addEventListener('visibilitychange', () => {
      this.#visible.set(document.visibilityState === 'visible');
    });
    effect(() => {
      const lastW = this.view()?.lastW ?? 0;
      if (lastW > 0 && this.atEnd() && this.#visible() && this.#host.shown()) this.#chat.seen(lastW);
    });
    effect(() => {
      if (this.#host.shown())
        untracked(() => {
          this.composer().focus();
        });
    });
    afterRenderEffect(() => {
      this.lines();
      this.typist();
      if (untracked(this.atEnd)) this.toEnd();
    });
  }

  noteScroll(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller().nativeElement;
    this.atEnd.set(scrollHeight - scrollTop - clientHeight < AT_END_PX);
  }

  toEnd(): void {
    const scroller = this.scroller().nativeElement;
    scroller.scrollTop = scroller.scrollHeight;
    this.atEnd.set(true);
  }

  send(text: string): void {
    this.atEnd.set(true);
    this.#chat.post(text);
  }

  type(on: boolean): void {
    this.#chat.typing(on);
  }

  retry(id: string): void {
    this.#chat.retry(id);
  }

  discard(id: string): void {
    this.#chat.discard(id);
  }

  async rate({ score, comment }: { score: number; comment: string }): Promise<void> {
    await this.#chat.rate(score, comment);
  }

  /** Keeps what was in view in its place while earlier messages appear above it. */
  async showOlder(): Promise<void> {
    const scroller = this.scroller().nativeElement;
    const fromEnd = scroller.scrollHeight - scroller.scrollTop;
    this.loadingOlder.set(true);
    this.olderFailed.set(false);
    try {
      await this.#chat.loadOlder();
      requestAnimationFrame(() => {
        scroller.scrollTop = scroller.scrollHeight - fromEnd;
      });
    } catch {
      this.olderFailed.set(true);
    } finally {
      this.loadingOlder.set(false);
    }
  }
}
