import { Component, computed, effect, inject } from '@angular/core';
import { onColour } from './brand';
import { ConnectionBanner } from './connection/connection-banner';
import { Conversation } from './conversation/conversation';
import { HostPage } from './host/host-page';
import { Chat } from './live/chat';
import { words } from './words';

/** The panel: who one is talking to, how the line is, and the conversation. */
@Component({
  selector: 'hf-widget',
  imports: [ConnectionBanner, Conversation],
  templateUrl: './widget.html',
  styleUrl: './widget.css',
  host: {
    '[style.--brand]': 'brand()',
    '[style.--on-brand]': 'onBrand()',
    '(keydown.escape)': 'close()',
  },
})
export class Widget {
  readonly #chat = inject(Chat);
  readonly #host = inject(HostPage);

  readonly words = words;
  readonly start = this.#chat.start;
  readonly embedded = window.parent !== window;
  readonly name = computed(() => this.#chat.site()?.name ?? words.title);
  readonly brand = computed(() => this.#chat.site()?.colour ?? null);
  readonly onBrand = computed(() => {
    const brand = this.brand();
    return brand === null ? null : onColour(brand);
  });
  readonly about = computed(() => {
    const assignee = this.#chat.view()?.assignee;
    return assignee === undefined ? '' : words.with(assignee.name);
  });

  constructor() {
    const siteId = new URLSearchParams(location.search).get('site') ?? '';
    void this.#chat.begin(siteId);
    this.#host.tell({ type: 'ready' });
    effect(() => {
      this.#host.tell({ type: 'unread', count: this.#chat.view()?.unread ?? 0 });
    });
    effect(() => {
      const colour = this.brand();
      if (colour !== null) this.#host.tell({ type: 'colour', colour });
    });
  }

  close(): void {
    this.#host.tell({ type: 'close' });
  }
}
