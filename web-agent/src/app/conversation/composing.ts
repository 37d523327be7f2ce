import { computed, inject, Injectable, signal, untracked } from '@angular/core';
import type { MessageEntry } from '@holdfast/chat-client';
import type { Visibility } from '@holdfast/contracts';
import { MESSAGE_TEXT_LIMIT } from '@holdfast/contracts/validators';
import { Directory } from '../../api/directory.ts';
import { SignIn } from '../../api/sign-in.ts';
import { words } from '../../words/words.ts';
import { ChatActions } from '../live/chat-actions.ts';
import { Drafts } from '../live/drafts.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { Live } from '../live/live.ts';
import { fillIn, blanksIn } from '../live/variables.ts';
import { cannedFor, cannedQuery, type CannedReply } from './canned.ts';
import { calledIn } from './mentions.ts';
import { Sightings } from './sightings.ts';
import { unseenAnswer } from './stale-guard.ts';

/** What is being written in one chat, in which of its two modes, and what happens to it when it is sent. */
@Injectable()
export class Composing {
  readonly #drafts = inject(Drafts);
  readonly #directory = inject(Directory);
  readonly #signIn = inject(SignIn);
  readonly #live = inject(Live);
  readonly #actions = inject(ChatActions);
  readonly #sightings = inject(Sightings);
  readonly #chat = signal<FollowedChat | null>(null);
  readonly #held = signal<MessageEntry | null>(null);
  /** The text whose flaw was pointed out: sent again as it is, it goes. */
  #warnedFor = '';

  readonly #id = computed(() => this.#chat()?.id ?? '');
  readonly stand = computed(() => {
    const chat = this.#chat();
    return chat === null ? null : this.#actions.stand(chat);
  });
  readonly isClosed = computed(() => this.stand()?.status === 'closed');
  /** A closed chat takes notes only; a reply that was begun before stays one, and waits until the chat is open again. */
  readonly mode = computed<Visibility>(() => {
    const hasReply = this.#drafts.of(this.#id()).public.text !== '';
    return this.isClosed() && !hasReply ? 'internal' : this.#drafts.mode(this.#id());
  });
  readonly isNote = computed(() => this.mode() === 'internal');
  readonly #written = computed(() => this.#drafts.of(this.#id())[this.mode()]);
  readonly text = computed(() => this.#written().text);
  /** How many characters there are left. */
  readonly left = computed(() => MESSAGE_TEXT_LIMIT - Array.from(this.text()).length);
  readonly canSend = computed(
    () => this.text().trim() !== '' && this.left() >= 0 && (this.isNote() || !this.isClosed()),
  );
  readonly blanks = computed(() => blanksIn(this.text(), words().conversation.variable));
  /** A shortcut that no canned reply has; null: no shortcut, or there are replies for it. */
  readonly missed = computed(() => {
    const query = cannedQuery(this.text());
    const isMissed =
      query !== undefined && query !== '' && cannedFor(query, this.#directory.cannedReplies()).length === 0;
    return isMissed ? this.text() : null;
  });
  /** The colleagues whom a note can call. */
  readonly colleagues = computed(() =>
    this.#live.roster().filter(({ id, active }) => active && id !== this.#live.me()),
  );
  /** An answer that the sender of the held reply has not seen. */
  readonly held = this.#held.asReadonly();

  within(chat: FollowedChat): void {
    this.#chat.set(chat);
    // What it opens as it stays, until it is switched here: the draft that decided it may be sent by another tab.
    untracked(() => this.#drafts.switchTo(chat.id, this.#drafts.mode(chat.id)));
  }

  write(text: string): void {
    const chat = this.#chat();
    if (chat === null) return;
    // A note stays a note, also when the visitor opens the closed chat again.
    if (this.isClosed()) this.#drafts.switchTo(chat.id, this.mode());
    this.#drafts.write(chat.id, this.mode(), text, chat.view().n);
    // An admin may have written a canned reply a moment ago.
    if (text === '/') this.#directory.refresh();
    chat.handle.typing(text !== '', { internal: this.isNote() });
  }

  rest(): void {
    this.#chat()?.handle.typing(false, { internal: this.isNote() });
  }

  switchTo(mode: Visibility): void {
    this.rest();
    this.#held.set(null);
    this.#drafts.switchTo(this.#id(), mode);
  }

  /** A canned reply as it will read. */
  filled({ text }: CannedReply): string {
    const known = {
      visitorName: this.#chat()?.view().visitor?.name,
      agentName: this.#signIn.agent()?.name,
      workspaceName: this.#directory.name(),
    };
    return fillIn(text, known, words().conversation.variable);
  }

  /** `flawed`: it is to be filled in first, or looks for a canned reply that is not there. `held`: somebody else has answered. `nothing`: there is nothing that could go. */
  send(): 'sent' | 'flawed' | 'held' | 'nothing' {
    const chat = this.#chat();
    if (chat === null || !this.canSend()) return 'nothing';
    const text = this.text();
    const isFlawed = this.missed() !== null || this.blanks().names.length > 0;
    if (!this.isNote() && isFlawed && this.#warnedFor !== text) {
      this.#warnedFor = text;
      return 'flawed';
    }
    const unseen = this.isNote()
      ? undefined
      : unseenAnswer(chat.view().entries, {
          me: this.#live.me(),
          since: this.#written().since,
          now: Date.now(),
          sightings: this.#sightings,
        });
    this.#held.set(unseen ?? null);
    if (unseen !== undefined) return 'held';
    this.#post(chat, text);
    return 'sent';
  }

  /** The sender has looked at what the reply was held for. */
  look(): void {
    const held = this.#held();
    if (held !== null) this.#sightings.looked(held.id);
    this.#held.set(null);
  }

  #post(chat: FollowedChat, text: string): void {
    const visibility = this.mode();
    const mentions = this.isNote() ? calledIn(text, this.colleagues()) : [];
    const options = { visibility, ...(mentions.length === 0 ? {} : { mentions }) };
    chat.handle.post(text, options);
    this.#drafts.write(chat.id, visibility, '', chat.view().n);
  }
}
