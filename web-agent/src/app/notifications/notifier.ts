import { DestroyRef, DOCUMENT, effect, inject, Injectable, untracked } from '@angular/core';
import { Title } from '@angular/platform-browser';
import type { InboxRow } from '@holdfast/contracts';
import { DesktopPermission } from '../../look/desktop-permission.ts';
import { PageAttention } from '../../look/page-attention.ts';
import { Preferences } from '../../look/preferences.ts';
import { SoundingTab } from '../../look/sounding-tab.ts';
import { Sounds } from '../../look/sounds.ts';
import { locale, words } from '../../words/words.ts';
import { Live } from '../live/live.ts';
import { Place } from '../live/place.ts';
import { visitorText } from '../live/visitor-text.ts';
import { badged } from './favicon.ts';
import { Looking } from './looking.ts';
import { type Glance, glanceAfter, kindsOf, type Notice, noticesOf } from './notices.ts';
import { isQuiet } from '../../look/quiet.ts';

/**
 * Calls the person to what needs them: by sound, by a notification of the desktop, in the title and the icon of the page.
 * Of several tabs one sounds, and the one that owns the socket notifies; what is before the eyes already is not told.
 */
@Injectable()
export class Notifier {
  readonly #live = inject(Live);
  readonly #place = inject(Place);
  readonly #preferences = inject(Preferences);
  readonly #permission = inject(DesktopPermission);
  readonly #sounds = inject(Sounds);
  readonly #soundingTab = inject(SoundingTab);
  readonly #looking = inject(Looking);
  readonly #attention = inject(PageAttention);
  readonly #shown = new Map<string, Notification>();
  #glance: Glance | null = null;

  constructor() {
    effect(() => {
      // On pages without a list one is called, too, and the counts are right.
      if (!this.#live.isOpen() || !this.#attention.visible() || this.#place.here().page === 'inbox') return;
      const [inbox, filter] = untracked(() => [this.#live.inbox(), this.#place.filter()] as const);
      if (!inbox.current) untracked(() => this.#live.watch({ filter, limit: 20 }));
    });
    effect(() => {
      const inbox = this.#live.inbox();
      // The first window is how things are, not what is new. What came while the connection was away is told when it is back.
      if (!this.#live.isCurrent() || (this.#glance === null && !inbox.current)) return;
      untracked(() => this.#look(inbox.rows, inbox.counts));
    });
    effect(() => {
      const seen = this.#looking.focus()?.session;
      if (seen !== null && seen !== undefined) this.#clear(seen);
    });
    inject(DestroyRef).onDestroy(() => {
      for (const session of [...this.#shown.keys()]) this.#clear(session);
    });
    this.#badge();
  }

  #look(rows: readonly InboxRow[], counts: Glance['counts']): void {
    const before = this.#glance;
    this.#glance = glanceAfter(before, rows, counts);
    // What was read, taken or closed elsewhere calls nobody any more.
    for (const row of rows) if (!Object.values(kindsOf(row, this.#live.me())).some(Boolean)) this.#clear(row.session);
    if (before === null || isQuiet(this.#preferences.now().quietHours, new Date())) return;
    const seen = this.#looking.focus()?.session;
    const isOffline = this.#live.own()?.availability === 'offline';
    const notices = noticesOf(before, rows, counts, this.#live.me()).filter(
      // Who takes no chats is not called to those that wait.
      ({ kind, row }) => (row === undefined || row.session !== seen) && !(kind === 'waiting' && isOffline),
    );
    const isLeader = this.#live.connection()?.tab !== 'follower';
    const chosen = this.#preferences.now().notices;
    const loudest = notices.find(({ kind }) => chosen[kind].sound);
    if (loudest !== undefined && (this.#soundingTab.isThis() ?? isLeader)) void this.#sounds.play(loudest.kind);
    // Who has the console before them sees it there.
    if (!isLeader || this.#looking.focus() !== null || this.#permission.state() !== 'allowed') return;
    for (const notice of notices) if (chosen[notice.kind].desktop) this.#show(notice);
  }

  #show(notice: Notice): void {
    const said = words().settings.notice[notice.kind];
    const { row } = notice;
    const tag = row?.session ?? notice.kind;
    const title =
      row === undefined
        ? said.many(new Intl.NumberFormat(locale()).format(notice.count))
        : said.one(visitorText(row.visitor));
    this.#clear(tag);
    let shown: Notification;
    try {
      shown = new Notification(title, { body: row?.lastMessage?.text ?? '', tag, icon: '/favicon.svg' });
    } catch {
      // Android shows them by a service worker only.
      return;
    }
    shown.onclick = () => {
      window.focus();
      if (row === undefined)
        this.#place.showView(notice.kind === 'mention' ? 'mentions' : notice.kind === 'waiting' ? 'waiting' : 'mine');
      else this.#place.showChat(row.session);
      this.#clear(tag);
    };
    this.#shown.set(tag, shown);
  }

  #clear(tag: string): void {
    this.#shown.get(tag)?.close();
    this.#shown.delete(tag);
  }

  /** How many chats of one's own have something unread, on the tab. */
  #badge(): void {
    const title = inject(Title);
    const page = inject(DOCUMENT);
    const link = page.querySelector<HTMLLinkElement>('link[rel=icon]');
    const plain = link?.href ?? '';
    let turn = 0;
    effect(() => {
      const { unread } = this.#live.inbox().counts;
      title.setTitle(unread > 0 ? `(${unread}) ${words().page.product}` : words().page.product);
      const mine = ++turn;
      void (async () => {
        const icon = unread === 0 || link === null ? plain : await badged(plain, unread);
        if (mine === turn && link !== null && icon !== null) link.href = icon;
      })();
    });
  }
}
