import {
  type Audience,
  type ClientFrame,
  CLOSE,
  type Cursor,
  type Bye,
  type Device,
  PROTOCOL,
  type PublicActor,
  publicActor,
} from '@holdfast/contracts';
import { actorOf, audienceOf, type Identity, samePerson } from '../identity/identity.ts';
import { type Sender } from '../inbound/command-intake.ts';
import { readFrame } from '../inbound/frame-reader.ts';
import { type Bucket } from '../inbound/rates.ts';
import { type Follower, type Following } from '../outbound/session-feed.ts';
import { type ConnectionParts, TIMES } from './connection-parts.ts';
import { Followed } from './followed.ts';
import { Outgoing, type Socket } from './outgoing.ts';

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
  readonly device: Device | undefined;
  readonly #followed: Followed;
  #state: 'greeting' | 'opening' | 'open' | 'closing' | 'closed' = 'greeting';
  #early: ClientFrame[] = [];
  #identity: Identity | undefined;
  #invalid = 0;
  #heardAt: number;
  #nextPingAt: number;
  #closeBy = 0;

  constructor(id: string, socket: Socket, parts: ConnectionParts, device?: Device) {
    const now = parts.now();
    this.id = id;
    this.device = device;
    this.#socket = socket;
    this.#outgoing = new Outgoing(socket);
    this.#parts = parts;
    this.#followed = new Followed(this, {
      feed: parts.feed,
      send: (frame) => this.#outgoing.sync(frame),
      isOpen: () => this.isOpen,
      synced: (session) => parts.standings.synced(this, session),
    });
    this.#frames = parts.frameRate(now);
    this.rate = parts.commandRate(now);
    this.openedAt = this.#heardAt = now;
    this.#nextPingAt = now + parts.random() * TIMES.pingMs;
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
  get person(): PublicActor {
    return publicActor(actorOf(this.identity));
  }
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  follows(session: string): boolean {
    return this.#followed.isLive(session);
  }

  stateOf(session: string): 'live' | 'absent' | 'other' {
    return this.#followed.stateOf(session);
  }

  // ── what comes ─────────────────────────────────────────────────────────────────────────────────────────────────────

  receive(bytes: Buffer, isBinary: boolean): void {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    const now = this.#parts.now();
    this.#heardAt = now;
    if (this.#frames.wait(1, now) > 0) {
      this.close(CLOSE.tooManyFrames, 'too many frames');
      return;
    }
    this.#frames.take(1, now);
    const reading = readFrame(bytes, isBinary);
    this.#parts.meters.received(reading.kind === 'frame' ? reading.frame.t : reading.kind);
    switch (reading.kind) {
      case 'close': {
        this.close(reading.code, reading.reason);
        return;
      }
      case 'invalid':
        if (++this.#invalid >= INVALID_LIMIT || this.#state === 'greeting') {
          this.close(CLOSE.badFrame, 'too often invalid');
          return;
        }
        {
          this.send(
            JSON.stringify({ t: 'turned-away', request: reading.request, reason: 'invalid', detail: reading.detail }),
            1,
          );
          return;
        }
      case 'frame': {
        this.#take(reading.frame);
        return;
      }
    }
  }

  #take(frame: ClientFrame): void {
    if (this.#state === 'greeting') {
      if (frame.t !== 'hello') {
        this.close(CLOSE.badFrame, 'hello first');
        return;
      }
      this.#state = 'opening';
      return void this.#open(frame);
    }
    if (this.#state === 'opening') {
      if (this.#early.push(frame) > EARLY_LIMIT) this.close(CLOSE.tooManyFrames, 'wait for welcome');
      return;
    }
    switch (frame.t) {
      case 'hello': {
        this.close(CLOSE.badFrame, 'hello was said');
        return;
      }
      case 'attach': {
        this.#attach(frame);
        return;
      }
      case 'detach': {
        this.#followed.detach(frame.session);
        this.#parts.standings.detached(this, frame.session);
        return;
      }
      case 'request':
        return void this.#request(frame.id, this.#parts.intake.session(this, frame.session, frame.commands, frame.id));
      case 'desk-request':
        return void this.#request(frame.id, this.#parts.intake.desk(this, frame.commands, frame.id));
      case 'signal': {
        this.#parts.signals.from(this, frame);
        return;
      }
      case 'watch-inbox': {
        this.#parts.consoles.watch(this, frame);
        return;
      }
      case 'unwatch-inbox': {
        this.#parts.consoles.unwatch(this, frame.window);
        return;
      }
      case 'ping':
        this.send(PONG, 0);
        return;
      case 'pong':
        return;
      case 'renew':
        return void this.#renew(frame.token);
    }
  }

  async #open({ token, protocol, epoch, cursors }: Hello): Promise<void> {
    if (protocol !== PROTOCOL) {
      this.close(CLOSE.protocolVersion, 'unknown protocol version');
      return;
    }
    const { authenticate, caughtUp, people, consoles, meters, now } = this.#parts;
    // Cursors are compared with the log, so the log has to be known to its end. The token is looked at after that wait:
    // only connections that are open hear of a revocation.
    const current = await caughtUp();
    const identity = await authenticate(token);
    if (this.#state !== 'opening') return;
    if (identity === null || identity.expiresAt <= now()) {
      this.close(CLOSE.unauthenticated, 'not signed in');
      return;
    }
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
    this.#followed.whenSynced(() => this.send(LIVE, 0));
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
      pingMs: TIMES.pingMs,
      deadAfterMs: TIMES.deadMs,
    });
  }

  async #request(request: string, answer: Promise<object | null>): Promise<void> {
    const refused = await answer;
    if (refused !== null) this.send(JSON.stringify({ t: 'turned-away', request, ...refused }), 1);
  }

  async #renew(token: string): Promise<void> {
    const identity = await this.#parts.authenticate(token);
    if (!this.isOpen) return;
    if (identity === null || !samePerson(identity, this.identity)) {
      this.close(CLOSE.unauthenticated, 'not the same person');
      return;
    }
    this.#identity = identity;
  }

  #attach({ session, n }: Cursor): void {
    if (!this.#followed.attach(session, n)) this.close(CLOSE.tooManyFrames, 'too many sessions');
  }

  again(following: Following): void {
    this.#followed.again(following);
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

  /** @returns false when it was dropped */
  signal(frame: string): boolean {
    if (!this.isOpen) return false;
    if (this.#outgoing.signal(frame)) return true;
    this.#parts.meters.dropped();
    return false;
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
    switch (this.#state) {
      case 'greeting':
        if (now - this.openedAt >= TIMES.helloMs) this.close(CLOSE.helloTimeout, 'no hello');
        return;
      case 'closing':
        if (now >= this.#closeBy) this.#socket.terminate();
        return;
      case 'opening':
        if (now - this.openedAt >= TIMES.openMs) this.leave('lagging', CLOSE.drain, [500, 3_000]);
        return;
      case 'open':
        this.#tickOpen(now);
        return;
      case 'closed':
    }
  }

  #tickOpen(now: number): void {
    if (now - this.#heardAt >= TIMES.deadMs) {
      this.#socket.terminate();
      return;
    }
    if (now >= this.identity.expiresAt) {
      this.leave('expired', CLOSE.unauthenticated, [0, 0]);
      return;
    }
    if (now >= this.#nextPingAt) {
      this.#nextPingAt = now + TIMES.pingMs;
      this.send(PING, 0);
    }
  }

  #forget(): void {
    this.#followed.clear();
    this.#early = [];
    if (this.#state !== 'open') return;
    this.#parts.people.remove(this);
    this.#parts.consoles.left(this);
    this.#parts.standings.left(this);
    this.#parts.meters.left(this.identity.kind);
  }
}

const PING = '{"t":"ping"}';
const PONG = '{"t":"pong"}';
const LIVE = '{"t":"live"}';
