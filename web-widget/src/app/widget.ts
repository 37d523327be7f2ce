import { Component, computed, effect, inject, linkedSignal, signal, untracked } from '@angular/core';
import { Avatar, Icon, isComposing } from '@holdfast/look';
import type { SessionView } from '@holdfast/chat-client';
import { language, locale, words } from '../words/words';
import { Ask } from './ask/ask';
import { hasToAsk, questionsOf } from './ask/answers';
import { ConnectionBanner } from './connection/connection-banner';
import { Conversation } from './conversation/conversation';
import { transcriptOf } from './conversation/transcript';
import { Home } from './home/home';
import { Announcer } from './host/announcer';
import { brandRoles, DEFAULT_COLOUR } from './host/brand-look';
import { HostPage } from './host/host-page';
import { Chat } from './live/chat';
import { Drafts } from './live/drafts';
import { Outward } from './live/outward';
import { Preferences } from './live/preferences';
import { greetingText, standingText } from './live/standing-text';
import type { Profile } from '../loader/protocol';
import { PanelMenu } from './menu/panel-menu';

/** The panel: who one is talking to, how the line is, and either the conversations or one of them. */
@Component({
  selector: 'hf-widget',
  imports: [Ask, Avatar, ConnectionBanner, Conversation, Home, Icon, PanelMenu],
  templateUrl: './widget.html',
  styleUrl: './widget.css',
  host: { '(keydown.escape)': 'escape($event)' },
})
export class Widget {
  readonly #chat = inject(Chat);
  readonly #host = inject(HostPage);
  readonly #preferences = inject(Preferences);
  readonly #outward = inject(Outward);
  readonly #drafts = inject(Drafts);

  protected readonly words = words;
  protected readonly announced = inject(Announcer).text;
  protected readonly start = this.#chat.start;
  protected readonly embedded = this.#host.embedded;
  protected readonly page = signal<'home' | 'talk'>('home');
  protected readonly view = this.#chat.view;
  protected readonly siteName = computed(() => this.#chat.site()?.name ?? words().title);
  protected readonly agent = computed(() => this.view()?.assignee ?? null);
  protected readonly name = computed(() => this.agent()?.name ?? this.siteName());
  protected readonly standing = computed(() => standingText(this.view(), words()));
  protected readonly agentIsHere = computed(() => this.view()?.standing?.agent?.here === true);
  protected readonly greeting = computed(() =>
    greetingText(this.#chat.site(), this.view()?.standing?.open === false, words()),
  );
  /** Whether somebody was there when this conversation was turned to: whoever writes or is asked is not interrupted when that changes. */
  readonly #wasOpen = linkedSignal<SessionView | null, boolean | undefined>({
    source: this.view,
    computation: (view, before) =>
      before?.value !== undefined && view?.session === before.source?.session ? before.value : view?.standing?.open,
  });
  protected readonly asks = computed(() =>
    questionsOf(this.#chat.site() ?? {}, this.#chat.profile(), this.#wasOpen() === false),
  );
  /** The form comes before the first message of a conversation. */
  protected readonly asking = computed(() => {
    const [site, view] = [this.#chat.site(), this.view()];
    if (site === null || view?.status !== 'absent' || view.entries.length > 0) return false;
    return hasToAsk(this.asks(), this.#chat.asked());
  });

  protected readonly talking = computed(() => this.page() === 'talk' && !this.asking());

  constructor() {
    const siteId = new URLSearchParams(location.search).get('site') ?? '';
    let isBegun = false;
    this.#host.tell({ type: 'ready' });
    // What the page wants is known before anything is shown.
    effect(() => {
      const setup = this.#host.setup();
      if (setup === null) return;
      const { locale: wanted, theme } = setup.wishes;
      void language.use(wanted === undefined ? setup.languages : [wanted, ...setup.languages]);
      if (theme === 'light' || theme === 'dark') document.documentElement.dataset['scheme'] = theme;
      else delete document.documentElement.dataset['scheme'];
      if (isBegun) untracked(() => this.#chat.meet(setup.wishes.visitor ?? {}));
      else untracked(() => void this.#begin(siteId));
      isBegun = true;
    });
    effect(() => {
      const { colour = DEFAULT_COLOUR } = this.#chat.site() ?? {};
      for (const [role, value] of Object.entries(brandRoles(colour)))
        document.documentElement.style.setProperty(role, value);
    });
    effect(() => {
      const wanted = this.#host.wanted();
      if (wanted === null || this.start() !== 'ready') return;
      untracked(() => ('session' in wanted ? this.open(wanted.session) : this.compose(wanted.text)));
    });
    effect(() => {
      if (!this.#host.forgetting()) return;
      void this.#chat.forget().then(() => this.#host.tell({ type: 'forgotten' }));
    });
    this.#outward.start();
  }

  async #begin(siteId: string): Promise<void> {
    const hasConversation = await this.#chat.begin(siteId);
    if (hasConversation && this.#host.wanted() === null) this.page.set('talk');
  }

  protected open(session: string): void {
    this.#chat.show(session);
    this.page.set('talk');
  }

  protected compose(text = ''): void {
    this.#chat.fresh();
    const session = this.view()?.session;
    if (session !== undefined && text !== '') this.#drafts.keep(session, text);
    this.page.set('talk');
  }

  protected home(): void {
    void this.#chat.readPast();
    this.page.set('home');
  }

  protected introduce(profile: Profile): void {
    this.#chat.introduce(profile);
  }

  protected picture(agentId: string): string {
    return this.#chat.picture(agentId);
  }

  protected again(): void {
    this.#chat.retryStart();
  }

  protected async download(): Promise<void> {
    // From its beginning, as far as that can be reached.
    for (let before = -1; this.view()?.older === true && this.view()?.from !== before;) {
      before = this.view()?.from ?? -1;
      await this.#chat.loadOlder().catch(() => undefined);
    }
    const text = transcriptOf(this.siteName(), this.view()?.entries ?? [], words(), locale());
    const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
    const link = Object.assign(document.createElement('a'), { href: address, download: 'conversation.txt' });
    link.click();
    URL.revokeObjectURL(address);
  }

  protected readonly sound = this.#preferences.sound;
  protected readonly badge = this.#preferences.badge;
  protected readonly downloadable = computed(() => this.page() === 'talk' && (this.view()?.entries.length ?? 0) > 0);

  protected escape(event: Event): void {
    if (!isComposing(event)) this.close();
  }

  protected close(): void {
    this.#host.tell({ type: 'close' });
  }
}
