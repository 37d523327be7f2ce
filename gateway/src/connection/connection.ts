import { type Audience, type ClientFrame, CLOSE, type Cursor, type Bye, PROTOCOL } from '@holdfast/contracts';
import { audienceOf, type Identity, samePerson } from '../identity/identity.ts';
import { type Sender } from '../inbound/command-intake.ts';
import { readFrame } from '../inbound/frame-reader.ts';
import { type Bucket } from '../inbound/rates.ts';
import { type Follower, type Following } from '../outbound/session-feed.ts';
import { type ConnectionParts, TIMES } from './connection-parts.ts';
import { Outgoing, type Socket } from './outgoing.ts';

/** Sessions one connection may follow. */
const FOLLOWED_LIMIT = 256;
/** Requests of one connection that may break their schema before it is closed. */
const INVALID_LIMIT = 100;
/** Frames that may wait while the hello is looked at. */
const EARLY_LIMIT = 64;

type Hello = Extract<ClientFrame, { t: 'hello' }>;

/**
 * One client. It greets (`greeting`), is let in (`opening`), talks (`open`) and goes (`closed`); in `closing` it has been told
 * to go and nothing of it counts any more. All timers are one sweep over all connections: see `Sweep`.
 */
export class Connection implements Follower, Sender {
  readonly id: string;
  readonly openedAt: number;
  readonly #socket: Socket;
  readonly #outgoing: Outgoing;
  readonly #parts: ConnectionParts;
  readonly #frames: Bucket;
  readonly rate: Bucket;
  readonly #followed = new Map<string, Following>();
  #toSync: Following[] = [];
  #isSyncing = false;
  /** The cursors of the hello are not all answered yet. */
  #owesLive = false;
  #state: 'greeting' | 'opening' | 'open' | 'closing' | 'closed' = 'greeting';
  #early: ClientFrame[] = [];
  #identity: Identity | undefined;
  #invalid = 0;
  #heardAt: number;
  #nextBeatAt: number;
  #isBeatOpen = false;
  #closeBy = 0;

  constructor(id: string, socket: Socket, parts: ConnectionParts) {
    const now = parts.now();
    this.id = id;
    this.#socket = socket;
    this.#outgoing = new Outgoing(socket);
    this.#parts = parts;
    this.#frames = parts.frameRate(now);
    this.rate = parts.commandRate(now);
    this.openedAt = this.#heardAt = now;
    this.#nextBeatAt = now + parts.random() * TIMES.beatMs;
  }

  /** Who it is. Only a connection that was let in is known to anybody. */
  get identity(): Identity {
    if (this.#identity === undefined) throw new Error('the connection has not been let in');
    return this.#identity;
  }
  get audience(): Audience {
    return audienceOf(this.identity);
  }
  get workspace(): string {
    return this.identity.workspace;
  }
  get personId(): string {
    return this.identity.id;
  }
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  follows(session: string): boolean {
    return this.#followed.get(session)?.state === 'live';
  }

  // ── what comes ─────────────────────────────────────────────────────────────────────────────────────────────────────

  receive(bytes: Buffer, isBinary: boolean): void {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    const now = this.#parts.now();
    this.#heardAt = now;
    if (this.#frames.wait(1, now) > 0) return this.close(CLOSE.tooManyFrames, 'too many frames');
    this.#frames.take(1, now);
    const reading = readFrame(bytes, isBinary);
    this.#parts.meters.received(reading.kind === 'frame' ? reading.frame.t : reading.kind);
    switch (reading.kind) {
      case 'close':
        return this.close(reading.code, reading.reason);
      case 'invalid':
        if (++this.#invalid >= INVALID_LIMIT || this.#state === 'greeting')
          return this.close(CLOSE.badFrame, 'too often invalid');
        return this.send(
          JSON.stringify({ t: 'turned-away', request: reading.request, reason: 'invalid', detail: reading.detail }),
          1,
        );
      case 'frame':
        return this.#take(reading.frame);
    }
  }

  #take(frame: ClientFrame): void {
    if (this.#state === 'greeting') {
      if (frame.t !== 'hello') return this.close(CLOSE.badFrame, 'hello first');
      this.#state = 'opening';
      return void this.#open(frame);
    }
    if (this.#state === 'opening') {
      if (this.#early.push(frame) > EARLY_LIMIT) this.close(CLOSE.tooManyFrames, 'wait for welcome');
      return;
    }
    switch (frame.t) {
      case 'hello':
        return this.close(CLOSE.badFrame, 'hello was said');
      case 'attach':
        return this.#attach(frame);
      case 'detach':
        return this.#detach(frame.session);
      case 'request':
        return void this.#request(frame.id, this.#parts.intake.session(this, frame.session, frame.commands, frame.id));
      case 'desk-request':
        return void this.#request(frame.id, this.#parts.intake.desk(this, frame.commands, frame.id));
      case 'signal':
        return this.#parts.signals.from(this, frame);
      case 'watch-inbox':
        return this.#parts.consoles.watch(this, frame);
      case 'beat':
        return this.#beat();
      case 'renew':
        return void this.#renew(frame.token);
    }
  }

  async #open({ token, protocol, epoch, cursors }: Hello): Promise<void> {
    if (protocol !== PROTOCOL) return this.close(CLOSE.protocolVersion, 'unknown protocol version');
    const { authenticate, caughtUp, people, consoles, meters, now } = this.#parts;
    const identity = await authenticate(token);
    if (identity === null || identity.expiresAt <= now()) return this.close(CLOSE.unauthenticated, 'not signed in');
    // Cursors are compared with the log, so the log has to be known to its end.
    const current = await caughtUp();
    if (this.#state !== 'opening') return;
    this.#identity = identity;
    this.#state = 'open';
    people.add(this);
    meters.opened(identity.kind);
    this.send(this.#welcome(identity, current), 0);
    consoles.joined(this);
    for (const { session, n } of epoch === current
      ? cursors
      : cursors.map(({ session }): Cursor => ({ session, n: 0 }))) {
      this.#attach({ session, n });
    }
    this.#owesLive = true;
    void this.#syncAll();
    const early = this.#early;
    this.#early = [];
    for (const frame of early) if (this.isOpen) this.#take(frame);
  }

  #welcome(identity: Identity, epoch: string): string {
    const { kind, id, workspace, name } = identity;
    const you = { kind, id, name, workspace, ...(identity.kind === 'agent' ? { role: identity.role } : {}) };
    return JSON.stringify({
      t: 'welcome',
      protocol: PROTOCOL,
      epoch,
      connection: this.id,
      you,
      beatMs: TIMES.beatMs,
      deadAfterMs: TIMES.deadMs,
    });
  }

  async #request(request: string, answer: Promise<object | null>): Promise<void> {
    const refused = await answer;
    if (refused !== null) this.send(JSON.stringify({ t: 'turned-away', request, ...refused }), 1);
  }

  #beat(): void {
    if (this.#isBeatOpen) this.#isBeatOpen = false;
    else this.send(BEAT, 0);
  }

  async #renew(token: string): Promise<void> {
    const identity = await this.#parts.authenticate(token);
    if (!this.isOpen) return;
    if (identity === null || !samePerson(identity, this.identity))
      return this.close(CLOSE.unauthenticated, 'not the same person');
    this.#identity = identity;
  }

  // ── what it follows ────────────────────────────────────────────────────────────────────────────────────────────────

  #attach({ session, n }: Cursor): void {
    this.#detach(session);
    if (this.#followed.size >= FOLLOWED_LIMIT) return this.close(CLOSE.tooManyFrames, 'too many sessions');
    const following = this.#parts.feed.follow(this, session, n);
    this.#followed.set(session, following);
    this.again(following);
  }

  #detach(session: string): void {
    const following = this.#followed.get(session);
    if (following === undefined) return;
    this.#followed.delete(session);
    this.#parts.feed.unfollow(following);
  }

  again(following: Following): void {
    this.#toSync.push(following);
    void this.#syncAll();
  }

  /** One session at a time, the next when the client has read most of the one before. */
  async #syncAll(): Promise<void> {
    if (this.#isSyncing || !this.isOpen) return;
    this.#isSyncing = true;
    for (let next = this.#toSync.shift(); next !== undefined && this.isOpen; next = this.#toSync.shift()) {
      let read: Promise<void> = Promise.resolve();
      await this.#parts.feed.sync(next, (frame) => (read = this.#outgoing.sync(frame)));
      await read;
    }
    this.#isSyncing = false;
    if (this.#owesLive) {
      this.#owesLive = false;
      this.send(LIVE, 0);
    }
  }

  // ── what goes ──────────────────────────────────────────────────────────────────────────────────────────────────────

  send(frame: string, events: number): void {
    if (this.#state !== 'open' && this.#state !== 'opening') return;
    if (this.#outgoing.send(frame, events)) this.#parts.meters.sent();
    else {
      this.#parts.meters.slow();
      this.leave('slow', CLOSE.slow, [0, 1_000]);
    }
  }

  signal(frame: string): void {
    if (this.isOpen && !this.#outgoing.signal(frame)) this.#parts.meters.dropped();
  }

  /** Says why, and when to come back, before it closes. */
  leave(why: Bye['code'], code: number, retry: readonly [number, number]): void {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    this.#outgoing.bye(why, retry);
    this.close(code, why);
  }

  close(code: number, reason: string): void {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    this.#forget();
    this.#state = 'closing';
    this.#closeBy = this.#parts.now() + TIMES.closeMs;
    this.#parts.meters.closed(code);
    this.#socket.close(code, reason);
  }

  /** The socket is gone. */
  closed(): void {
    this.#forget();
    this.#state = 'closed';
  }

  /** What is due by the clock. Called about once a second. */
  tick(now: number): void {
    if (this.#state === 'closing') return now >= this.#closeBy ? this.#socket.terminate() : undefined;
    if (this.#state === 'greeting') {
      if (now - this.openedAt >= TIMES.helloMs) this.close(CLOSE.helloTimeout, 'no hello');
      return;
    }
    if (now - this.#heardAt >= TIMES.deadMs) return this.#socket.terminate();
    if (this.#state !== 'open')
      return now - this.openedAt >= TIMES.openMs ? this.leave('lagging', CLOSE.drain, [500, 3_000]) : undefined;
    if (now >= this.identity.expiresAt) return this.leave('expired', CLOSE.unauthenticated, [0, 0]);
    if (now >= this.#nextBeatAt) {
      this.#nextBeatAt = now + TIMES.beatMs;
      this.#isBeatOpen = true;
      this.send(BEAT, 0);
    }
  }

  #forget(): void {
    for (const following of this.#followed.values()) this.#parts.feed.unfollow(following);
    this.#followed.clear();
    this.#toSync = [];
    this.#early = [];
    if (this.#state !== 'open') return;
    this.#parts.people.remove(this);
    this.#parts.consoles.left(this);
    this.#parts.meters.left(this.identity.kind);
  }
}

const BEAT = '{"t":"beat"}';
const LIVE = '{"t":"live"}';
