import {
  afterRenderEffect,
  Component,
  computed,
  type ElementRef,
  inject,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { ago, Avatar, exactTime, Icon, Now } from '@holdfast/look';
import { locale, words } from '../../words/words';
import { HostPage } from '../host/host-page';
import { Chat } from '../live/chat';
import { rowsOf } from './rows';

/** So many conversations are shown before one asks for all. */
const SHOWN = 3;

/** Where the widget begins: who is there, a new conversation, and those of before. */
@Component({
  selector: 'hf-home',
  imports: [Avatar, Icon],
  templateUrl: './home.html',
  styleUrl: './home.css',
})
export class Home {
  readonly #chat = inject(Chat);
  readonly #now = inject(Now);
  readonly #host = inject(HostPage);
  private readonly begin = viewChild.required<ElementRef<HTMLButtonElement>>('begin');
  readonly opened = output<string>();
  readonly begun = output();

  protected readonly words = words;
  protected readonly failed = this.#chat.pastFailed;
  protected readonly all = signal(false);
  readonly #rows = computed(() => rowsOf(this.#chat.views(), this.#chat.past()));
  protected readonly rows = computed(() => (this.all() ? this.#rows() : this.#rows().slice(0, SHOWN)));
  protected readonly more = computed(() => this.#rows().length > this.rows().length);
  /** Unknown until somebody says. */
  protected readonly open = computed(() => this.#chat.view()?.standing?.open);
  protected readonly siteName = computed(() => this.#chat.site()?.name ?? '');

  constructor() {
    // Whoever opens the panel is in it.
    afterRenderEffect(() => {
      const begin = this.begin().nativeElement;
      if (this.#host.shown()) this.#host.whenFocused(() => begin.focus({ preventScroll: true }));
    });
  }

  protected picture(agentId: string): string {
    return this.#chat.picture(agentId);
  }

  protected when(at: string): string {
    return ago(at, this.#now.ms(), locale());
  }

  protected exactly(at: string): string {
    return exactTime(at, locale());
  }
}
