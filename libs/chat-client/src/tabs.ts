import type { Clock } from './clock.ts';
import type { Ask, Tell } from './hub.ts';
import type { LeaderLock, Presence } from './leader-lock.ts';

/** A leader that has not answered for this long is taken for frozen, in ms; a frozen tab keeps its lock, so it is stolen. */
export const LEADER_ANSWERS_WITHIN_MS = 1_000;
const PROBE_EVERY_MS = 300;

/** The four things needed of a BroadcastChannel. */
export interface Channel {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
}

type Note =
  | { readonly to: 'leader'; readonly ask: Ask }
  | { readonly to: 'followers'; readonly tell: Tell }
  /** From a tab that has just begun to lead. */
  | { readonly to: 'all'; readonly leads: string }
  | { readonly to: 'leader'; readonly probe: string }
  | { readonly to: 'followers'; readonly alive: string };

export interface TabsPorts {
  /** This tab. */
  readonly id: string;
  readonly clock: Clock;
  readonly channel: Channel;
  readonly lock: LeaderLock;
  /** Null where nobody can tell whether a tab is there. */
  readonly presence: Presence | null;
  /** This tab owns the socket from here on. */
  lead(): void;
  /** This tab no longer owns it. */
  resign(): void;
  /** Another tab leads; it knows nothing of this one yet. */
  follow(): void;
  asked(ask: Ask): void;
  told(tell: Tell): void;
}

/** One tab among those of a person on an origin: leads, or follows the one that does and takes over when it does not answer. */
export class Tabs {
  readonly #ports: TabsPorts;
  #leading = false;
  #leader: string | undefined;
  /** Another tab has spoken since this one leads. */
  #isFollowed = false;
  /** When the first probe without an answer was sent, and how many were since. */
  #probedAt: number | undefined;
  #unanswered = 0;
  #giveBack: () => void = () => undefined;
  #end: () => void = () => undefined;
  /** Of each tab that this one leads: stops waiting for its end. */
  readonly #followers = new Map<string, () => void>();
  #cancelProbe: () => void = () => undefined;

  constructor(ports: TabsPorts) {
    this.#ports = ports;
  }

  start(): void {
    const { channel, presence, id } = this.#ports;
    const begin = (): void => {
      channel.onmessage = ({ data }: MessageEvent) => this.#onNote(data as Note);
      this.#claim(false);
      this.#probe();
    };
    if (presence === null) {
      begin();
      return;
    }
    const beThere = (held: () => void): void => {
      this.#end = presence.hold(id, held, () => {
        // Taken for gone, it has been forgotten.
        beThere(() => {
          if (!this.#leading) this.#ports.follow();
        });
      });
    };
    // A leader that is told of this tab waits for its end at once.
    beThere(begin);
  }

  stop(): void {
    this.#cancelProbe();
    this.#giveBack();
    this.#end();
    if (this.#leading) {
      this.#leading = false;
      this.#forgetFollowers();
      this.#ports.resign();
    }
    this.#ports.channel.onmessage = null;
    this.#ports.channel.close();
  }

  ask(ask: Ask): void {
    this.#post({ to: 'leader', ask });
  }

  /** Who has not spoken yet has not been told anything either, and asks for all of it when it does. */
  tell(tell: Tell): void {
    if (!this.#isFollowed) return;
    // The state after events would be copied with each of them; followers fold for themselves.
    const { state: _, ...light } = tell.k === 'events' ? tell : { ...tell, state: undefined };
    this.#post({ to: 'followers', tell: tell.k === 'events' ? (light as Tell) : tell });
  }

  #claim(steal: boolean): void {
    this.#giveBack();
    this.#giveBack = this.#ports.lock.claim({
      steal,
      held: () => {
        this.#leading = true;
        this.#isFollowed = false;
        this.#leader = this.#ports.id;
        this.#heard();
        this.#cancelProbe();
        this.#post({ to: 'all', leads: this.#ports.id });
        this.#ports.lead();
      },
      lost: () => {
        this.#stepDown();
        this.#claim(false);
      },
    });
  }

  #stepDown(): void {
    if (!this.#leading) return;
    this.#leading = false;
    this.#leader = undefined;
    this.#forgetFollowers();
    this.#ports.resign();
    this.#probe();
  }

  /** One that crashes says nothing when it ends. */
  #attend(tab: string): void {
    if (this.#followers.has(tab) || this.#ports.presence === null) return;
    const stop = this.#ports.presence.untilEnd(tab, () => {
      this.#followers.delete(tab);
      if (this.#leading) this.#ports.asked({ k: 'leave', tab });
    });
    this.#followers.set(tab, stop);
  }

  #forgetFollowers(): void {
    for (const stop of this.#followers.values()) stop();
    this.#followers.clear();
  }

  /**
   * Asks the leader for a sign of life, again and again. Ticks of a hidden or a woken tab are late, so time alone proves nothing:
   * an answer must have had the chance to come in between two ticks.
   */
  #probe(): void {
    const { clock, id } = this.#ports;
    const now = clock.now();
    this.#probedAt ??= now;
    if (this.#unanswered >= 2 && now - this.#probedAt >= LEADER_ANSWERS_WITHIN_MS) {
      this.#heard();
      this.#claim(true);
    } else {
      this.#unanswered++;
      this.#post({ to: 'leader', probe: id });
    }
    this.#cancelProbe();
    this.#cancelProbe = clock.after(PROBE_EVERY_MS, () => {
      if (!this.#leading) this.#probe();
    });
  }

  #heard(): void {
    this.#probedAt = undefined;
    this.#unanswered = 0;
  }

  #onNote(note: Note): void {
    if ('tell' in note) {
      if (!this.#leading) this.#ports.told(note.tell);
    } else if ('ask' in note || 'probe' in note) {
      if (!this.#leading) return;
      this.#isFollowed = true;
      if ('ask' in note) {
        if (note.ask.k === 'join') this.#attend(note.ask.tab);
        this.#ports.asked(note.ask);
      } else this.#post({ to: 'followers', alive: this.#ports.id });
    } else if (this.#leading) {
      // `leads` of another while this tab believes it leads: the browser's word on the lock follows.
    } else {
      this.#heard();
      const leader = 'leads' in note ? note.leads : note.alive;
      if (leader !== this.#leader || 'leads' in note) {
        this.#leader = leader;
        this.#ports.follow();
      }
    }
  }

  #post(note: Note): void {
    this.#ports.channel.postMessage(note);
  }
}
