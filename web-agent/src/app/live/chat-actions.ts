import { inject, Injectable, signal } from '@angular/core';
import type { CommandResult, SessionCommandData } from '@holdfast/chat-client';
import { clockTime, dayText } from '@holdfast/look';
import { Tell } from '../../look/tell.ts';
import { locale, words } from '../../words/words.ts';
import { type Expectation, isMet, type Stand, standAfter } from './expected.ts';
import type { FollowedChat } from './followed-chat.ts';
import { Live } from './live.ts';
import { refusalText } from './refusal-text.ts';

export type ActionName = 'claim' | 'close' | 'reopen' | 'return' | 'transfer' | 'label' | 'snooze' | 'wake' | 'dismiss';

/** An action that is under way, and what is shown in its place meanwhile. */
interface Underway {
  readonly name: ActionName;
  readonly expected?: Expectation;
}

/** An outcome comes before its event now and then: so long is what is expected shown without it, in ms. */
const EVENT_WITHIN_MS = 5_000;
/** A chat that is followed anew is known soon, where there is a connection: it is waited for so long, in ms. */
const KNOWN_WITHIN_MS = 3_000;
const LOOK_AGAIN_MS = 50;
/** The desk hears of a chat that waits again a moment after the session: so often, and so long apart in ms, is it asked. */
const CLAIM_AGAIN = { times: 10, ms: 200 } as const;

/**
 * What an agent can do to a chat. It is shown as done at once and marked as under way, until the log tells; what was done can be undone
 * where the desk allows it, and what was refused is told in words. Without a connection it is kept like a message, and done when there is one.
 */
@Injectable({ providedIn: 'root' })
export class ChatActions {
  readonly #live = inject(Live);
  readonly #tell = inject(Tell);
  readonly #underway = signal<ReadonlyMap<string, Underway>>(new Map());

  /** The action whose end is not seen yet; undefined: none. */
  pending(chat: FollowedChat): ActionName | undefined {
    return this.#open(chat)?.name;
  }

  /** Where the chat stands, with what is under way taken as done. */
  stand(chat: FollowedChat): Stand {
    const expected = this.#open(chat)?.expected;
    return expected === undefined ? chat.view() : standAfter(chat.view(), expected);
  }

  async claim(chat: FollowedChat): Promise<void> {
    if (await this.#claim(chat)) this.#offer(chat, words().actions.done.claim, (again) => this.#giveBack(again));
  }

  async close(chat: FollowedChat): Promise<void> {
    const wasMine = this.#isMine(chat);
    const expected = { status: 'closed', assignee: null } as const;
    if (!(await this.#run(chat, { name: 'close', expected }, () => chat.handle.send('CloseSession', {})))) return;
    this.#offer(chat, words().actions.done.close, async (again) => {
      if ((await this.#reopen(again)) && wasMine) await this.#claim(again);
    });
  }

  async reopen(chat: FollowedChat): Promise<void> {
    await this.#reopen(chat);
  }

  /** Gives the chat back for others. It quotes the ticket, so that a chat that has moved on is left alone. */
  async giveBack(chat: FollowedChat): Promise<void> {
    if (await this.#giveBack(chat)) this.#offer(chat, words().actions.done.return, (again) => this.#claim(again));
  }

  /** `name` is whom it goes to, for telling. */
  async transfer(chat: FollowedChat, to: SessionCommandData<'RequestTransfer'>, name: string): Promise<void> {
    if (await this.#transfer(chat, to))
      this.#offer(chat, words().actions.done.transfer(name), (again) => this.#takeBack(again));
  }

  async snooze(chat: FollowedChat, until: string): Promise<void> {
    if (!(await this.#snooze(chat, until))) return;
    const text = words().conversation.standing.at(dayText(until, Date.now(), locale()), clockTime(until, locale()));
    this.#offer(chat, words().actions.done.snooze(text), (again) => this.#wake(again));
  }

  async wake(chat: FollowedChat): Promise<void> {
    const until = chat.view().snoozedUntil;
    if (!(await this.#wake(chat))) return;
    this.#offer(chat, words().actions.done.wake, async (again) => {
      if (until !== undefined && Date.parse(until) > Date.now()) await this.#snooze(again, until);
    });
  }

  label(chat: FollowedChat, labels: string[]): Promise<boolean> {
    return this.#run(chat, { name: 'label' }, () => chat.handle.send('SetLabels', { labels }));
  }

  /** The mention of the own person in a chat, open here or not, is dealt with. */
  async dismissMention(session: string): Promise<void> {
    const chat = this.#live.follow(session);
    await this.#run(chat, { name: 'dismiss' }, () => chat.handle.send('DismissMention', {}));
    chat.letGo();
  }

  /** Whether a chat of the list in front mentions the own person. */
  isMentioned(session: string | undefined): session is string {
    const me = this.#live.me();
    return this.#live.inbox().rows.some((row) => row.session === session && row.mentioned?.includes(me) === true);
  }

  /** Whether the mention in a chat is being dismissed. */
  isDismissing(session: string): boolean {
    return this.#underway().get(session)?.name === 'dismiss';
  }

  #claim(chat: FollowedChat): Promise<boolean> {
    const me = { id: this.#live.me(), name: this.#live.own()?.name ?? '' };
    return this.#run(chat, { name: 'claim', expected: { status: 'assigned', assignee: me } }, () =>
      this.#askForChat(chat, CLAIM_AGAIN.times),
    );
  }

  async #askForChat(chat: FollowedChat, times: number): Promise<CommandResult> {
    const result = await this.#live.desk('ClaimChat', { session: chat.id });
    const isEarly = result.kind === 'refused' && result.reason === 'not-waiting' && chat.view().status === 'waiting';
    if (!isEarly || times <= 1) return result;
    await new Promise((resolve) => setTimeout(resolve, CLAIM_AGAIN.ms));
    return this.#askForChat(chat, times - 1);
  }

  async #giveBack(chat: FollowedChat): Promise<boolean> {
    const { ticket } = chat.view();
    if (ticket === undefined) return false;
    return this.#run(chat, { name: 'return', expected: { status: 'waiting' } }, () =>
      chat.handle.send('UnassignAgent', { ticket, reason: 'returned' }),
    );
  }

  #transfer(chat: FollowedChat, to: SessionCommandData<'RequestTransfer'>): Promise<boolean> {
    return this.#run(chat, { name: 'transfer', expected: { status: 'waiting' } }, () =>
      chat.handle.send('RequestTransfer', to),
    );
  }

  /** As long as nobody has it, it is taken; from who has got it meanwhile, it is passed back. */
  #takeBack(chat: FollowedChat): Promise<boolean> {
    const { assignee } = chat.view();
    return assignee === undefined ? this.#claim(chat) : this.#transfer(chat, { toAgentId: this.#live.me() });
  }

  #reopen(chat: FollowedChat): Promise<boolean> {
    return this.#run(chat, { name: 'reopen', expected: { status: 'waiting' } }, () =>
      chat.handle.send('ReopenSession', {}),
    );
  }

  #snooze(chat: FollowedChat, until: string): Promise<boolean> {
    const expected = { status: 'snoozed', assignee: null, snoozedUntil: until } as const;
    return this.#run(chat, { name: 'snooze', expected }, () => chat.handle.send('SnoozeSession', { until }));
  }

  #wake(chat: FollowedChat): Promise<boolean> {
    const expected = { status: 'assigned', assignee: null } as const;
    return this.#run(chat, { name: 'wake', expected }, () => chat.handle.send('WakeSession', {}));
  }

  #isMine = (chat: FollowedChat): boolean => chat.view().assignee?.id === this.#live.me();

  #open(chat: FollowedChat): Underway | undefined {
    const underway = this.#underway().get(chat.id);
    const isSeen = underway?.expected !== undefined && isMet(chat.view(), underway.expected);
    return isSeen ? undefined : underway;
  }

  /** Another chat may be open when something is undone, and this one not followed any more. */
  #offer({ id }: FollowedChat, text: string, undo: (again: FollowedChat) => Promise<unknown>): void {
    this.#tell.offer(text, words().actions.undo, () => {
      const again = this.#live.follow(id);
      void this.#whenKnown(again)
        .then(() => undo(again))
        .finally(() => again.letGo());
    });
  }

  async #whenKnown(chat: FollowedChat): Promise<void> {
    const until = Date.now() + KNOWN_WITHIN_MS;
    while (chat.view().freshness === 'syncing' && chat.view().n === 0 && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }

  /** Answers whether it was done. */
  async #run(chat: FollowedChat, underway: Underway, act: () => Promise<CommandResult>): Promise<boolean> {
    this.#underway.update((before) => new Map(before).set(chat.id, underway));
    const end = (): void =>
      this.#underway.update((before) => new Map([...before].filter(([, one]) => one !== underway)));
    let done = false;
    try {
      const refusal = refusalText(await act(), Date.now());
      done = refusal === null;
      if (refusal !== null) this.#tell.say(refusal);
      return done;
    } finally {
      if (done && underway.expected !== undefined && !isMet(chat.view(), underway.expected))
        setTimeout(end, EVENT_WITHIN_MS);
      else end();
    }
  }
}
