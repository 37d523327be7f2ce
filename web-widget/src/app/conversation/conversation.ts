import {
  afterNextRender,
  afterRenderEffect,
  Component,
  computed,
  DestroyRef,
  effect,
  type ElementRef,
  inject,
  linkedSignal,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { dayText, Icon, Now } from '@holdfast/look';
import { locale, words } from '../../words/words';
import { HostPage } from '../host/host-page';
import { Chat } from '../live/chat';
import { greetingText, standingText, waitText } from '../live/standing-text';
import { Composer } from './composer';
import { firstUnread, linesOf } from './lines';
import { Message } from './message';
import { Rating } from './rating';

/** Within this many pixels of the end the visitor counts as reading the newest. */
const AT_END_PX = 48;
/** Within this many pixels of the beginning what was before is fetched. */
const AT_START_PX = 120;

/** One conversation: what was said, what is going on, and where to write. */
@Component({
  selector: 'hf-conversation',
  imports: [Composer, Icon, Message, Rating],
  templateUrl: './conversation.html',
  styleUrl: './conversation.css',
})
export class Conversation {
  readonly #chat = inject(Chat);
  readonly #host = inject(HostPage);
  readonly #now = inject(Now);
  private readonly scroller = viewChild.required<ElementRef<HTMLElement>>('scroller');
  private readonly log = viewChild.required<ElementRef<HTMLElement>>('log');
  private readonly composer = viewChild.required(Composer);

  protected readonly words = words;
  protected readonly view = this.#chat.view;
  protected readonly session = computed(() => this.view()?.session ?? '');
  protected readonly greeting = computed(() =>
    greetingText(this.#chat.site(), this.view()?.standing?.open === false, words()),
  );
  /** Where the unread began when the visitor came; it stays until they come again. */
  readonly #unreadFrom = linkedSignal({
    source: () => ({ session: this.session(), before: this.#before() }),
    computation: () => untracked(() => firstUnread(this.view()?.entries ?? [], this.view()?.unread ?? 0)),
  });
  /** Whether the conversation is before somebody's eyes. */
  readonly #before = computed(() => this.#host.visible() && this.#host.shown());
  protected readonly lines = computed(() => linesOf(this.view()?.entries ?? [], words(), this.#unreadFrom()));
  protected readonly typist = computed(() => this.view()?.typing.find(({ kind }) => kind === 'agent') ?? null);
  protected readonly standing = computed(() => standingText(this.view(), words()));
  protected readonly wait = computed(() => waitText(this.view(), words()));
  protected readonly rate = this.#chat.rate;
  protected readonly ratable = computed(() => this.view()?.status === 'closed');
  /** Nothing is known of a conversation that is being read for the first time. */
  protected readonly unknown = computed(() => {
    const view = this.view();
    return (
      view === null || (view.freshness === 'syncing' && view.n === 0 && view.entries.length === 0 && this.#isPast())
    );
  });
  protected readonly atEnd = signal(true);
  #top = 0;
  protected readonly loadingOlder = signal(false);
  protected readonly olderFailed = signal(false);
  protected readonly unreadBelow = computed(() => !this.atEnd() && (this.view()?.unread ?? 0) > 0);

  constructor() {
    effect(() => {
      const lastW = this.view()?.lastW ?? 0;
      if (lastW > 0 && this.atEnd() && this.#before()) this.#chat.seen(lastW);
    });
    effect(() => {
      this.session();
      if (this.#host.shown()) untracked(() => this.#host.whenFocused(() => this.composer().focus()));
    });
    // Another conversation is read from its end.
    afterRenderEffect(() => {
      this.session();
      untracked(() => this.toEnd());
    });
    // Whatever makes it longer, or the room for it smaller: a message, a form that arrives, the keyboard of a phone.
    const resizes = new ResizeObserver(() => {
      if (this.atEnd()) this.toEnd();
    });
    afterNextRender(() => {
      for (const part of [this.scroller(), this.log()]) resizes.observe(part.nativeElement);
    });
    inject(DestroyRef).onDestroy(() => resizes.disconnect());
  }

  #isPast(): boolean {
    return this.#chat.past().some(({ session }) => session === this.session());
  }

  protected day(at: string): string {
    return dayText(at, this.#now.ms(), locale());
  }

  protected picture(agentId: string): string {
    return this.#chat.picture(agentId);
  }

  protected noteScroll(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller().nativeElement;
    // Who does not scroll up stays at the end: what has grown meanwhile has not moved them.
    this.atEnd.update((was) => (was && scrollTop >= this.#top) || scrollHeight - scrollTop - clientHeight < AT_END_PX);
    this.#top = scrollTop;
    if (scrollTop < AT_START_PX && !this.olderFailed() && !this.loadingOlder() && this.view()?.older === true)
      void this.showOlder();
  }

  protected toEnd(): void {
    const scroller = this.scroller().nativeElement;
    scroller.scrollTop = scroller.scrollHeight;
    this.#top = scroller.scrollTop;
    this.atEnd.set(true);
  }

  protected send(text: string): void {
    this.atEnd.set(true);
    this.#chat.post(text);
  }

  protected type(on: boolean): void {
    this.#chat.typing(on);
  }

  protected retry(id: string): void {
    this.#chat.retry(id);
  }

  protected discard(id: string): void {
    this.#chat.discard(id);
  }

  /** Keeps what was in view in its place while earlier messages appear above it. */
  protected async showOlder(): Promise<void> {
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
