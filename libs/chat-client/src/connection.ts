import type { ClientFrame, Cursor, ServerFrame } from '@holdfast/contracts';
import { FRAME_LIMITS, PROTOCOL } from '@holdfast/contracts/validators';
import type { ChatClientOptions, ClientProblem } from './client-api.ts';
import type { Clock } from './clock.ts';
import type { ConnectionStatus } from './connection-view.ts';
import { type FrameOf, readFrame } from './frames.ts';
import {
  afterClose,
  delayBefore,
  DOUBT_MS,
  LARGE,
  LEAST_PATIENCE_MS,
  LIVELY_MS,
  QUIET_MS,
  STABLE_AFTER_MS,
  WELCOME_WITHIN_MS,
} from './reconnect-policy.ts';
import type { Socket, SocketFactory } from './socket.ts';

/** A token is renewed this long before it expires, in ms. */
const RENEW_BEFORE_MS = 60_000;
/** What has come by the time that a silence is noticed, but was not read yet, has so long to be read, in ms. */
const READ_WITHIN_MS = 100;
/** The longest delay that timers take; a later date is looked at again then. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface ConnectionPorts {
  readonly url: string;
  readonly client: string;
  readonly token: ChatClientOptions['token'];
  readonly clock: Clock;
  readonly socket: SocketFactory;
  readonly random: () => number;
  /** What the hello says is held. */
  readonly held: () => { readonly epoch: string | undefined; readonly cursors: readonly Cursor[] };
  readonly status: (status: ConnectionStatus, attempt: number, retryAt?: number) => void;
  /** Whether something was asked for that may come as one large frame. */
  readonly fetching: () => boolean;
  /** Whether a ping goes unanswered. */
  readonly doubtful: (is: boolean) => void;
  readonly welcomed: (welcome: FrameOf<'welcome'>) => void;
  /** Any frame that is not the connection's own matter, in order. */
  readonly frame: (frame: ServerFrame) => void;
  /** The connection that was welcomed is gone. */
  readonly lost: () => void;
  readonly report: (problem: ClientProblem) => void;
}

/** One try to connect, from the token to the close. What happens to an earlier one is of no interest any more. */
interface Try {
  readonly beganAt: number;
  socket?: Socket;
  freshToken: boolean;
  welcomed: boolean;
  welcomedAt: number;
  deadAfterMs: number;
  heardAt: number;
  /** When a message, an outcome or a list was last sent over it. */
  saidAt: number;
  live: boolean;
  /** When the ping was sent that has no pong yet. */
  pingedAt?: number | undefined;
  isDoubtful: boolean;
  /** When the silence after a ping had lasted for too long. */
  overdueAt?: number | undefined;
  /** How long the last pong took. */
  tookMs: number;
  bye?: FrameOf<'bye'>;
  cancelWatch: () => void;
  cancelJudging: () => void;
  cancelRenewal: () => void;
}

/** Keeps one socket to a gateway: hello, liveness, token renewal, and another try whenever it is lost. */
export class Connection {
  readonly #ports: ConnectionPorts;
  #try: Try | undefined;
  #attempt = 0;
  /** For how long a connection may be silent after a ping, ms. */
  #patienceMs = LEAST_PATIENCE_MS;
  #wantFreshToken = false;
  #cancelRetry: () => void = () => undefined;
  #waiting = false;

  constructor(ports: ConnectionPorts) {
    this.#ports = ports;
  }

  /** Called again while it waits for its next try, that try is now. */
  start(): void {
    if (this.#waiting) this.probe();
    else if (this.#try === undefined) void this.#connect();
  }

  stop(): void {
    this.#stopWaiting();
    const current = this.#end();
    this.#attempt = 0;
    current?.socket?.close(1000, '');
    this.#ports.status('idle', 0);
  }

  /** False when there is no welcomed connection. */
  send(frame: ClientFrame): boolean {
    const current = this.#try;
    if (current?.welcomed !== true) return false;
    if (SAYING.has(frame.t)) current.saidAt = this.#ports.clock.now();
    current.socket?.send(JSON.stringify(frame));
    return true;
  }

  /**
   * The world says that the network may be back, or the page is looked at again: find out at once. What was silent for longer than it may be,
   * because the machine slept, is not asked any more: the server has given it up.
   * @param sleptMs for how long the machine has slept; what is read now may have come before
   */
  probe(sleptMs = 0): void {
    if (this.#waiting) {
      this.#stopWaiting();
      void this.#connect();
      return;
    }
    const current = this.#try;
    if (current === undefined) return;
    const now = this.#ports.clock.now();
    // One from after the sleep is younger than that.
    const silentMs = Math.max(now - current.heardAt, Math.min(sleptMs, now - current.beganAt));
    if (silentMs >= current.deadAfterMs) {
      this.#abandon(current);
      this.probe();
    } else if (current.welcomed) this.#ping(current);
  }

  /** Somebody looks at what comes over it, to be said about once a second: where something was said lately, a silence is asked about. */
  watched(): void {
    const current = this.#try;
    if (current?.welcomed !== true) return;
    const now = this.#ports.clock.now();
    if (current.pingedAt !== undefined) this.#judge(current);
    else if (now - current.saidAt < LIVELY_MS && now - current.heardAt >= QUIET_MS) this.#ping(current);
  }

  #ping(current: Try): void {
    if (current.pingedAt !== undefined) return;
    current.pingedAt = this.#ports.clock.now();
    this.send({ t: 'ping' });
    this.#judge(current);
  }

  /** How it stands with a connection whose ping has no pong: whatever it has brought since will do. Timers of a hidden page are late, so that others ask meanwhile. */
  #judge(current: Try): void {
    const { clock, doubtful } = this.#ports;
    current.cancelJudging();
    if (this.#try !== current || current.pingedAt === undefined) return;
    const now = clock.now();
    const silentSince = Math.max(current.pingedAt, current.heardAt);
    const lookAt = (at: number): void => {
      current.cancelJudging = clock.after(at - now, () => this.#judge(current));
    };
    const doubtAt = silentSince + Math.max(DOUBT_MS, Math.min(2 * current.tookMs, LEAST_PATIENCE_MS));
    const isFetching = !current.live || this.#ports.fetching();
    const overAt =
      silentSince + (isFetching ? Math.min(LARGE * this.#patienceMs, current.deadAfterMs) : this.#patienceMs);
    if (now >= doubtAt && !current.isDoubtful) {
      current.isDoubtful = true;
      doubtful(true);
    }
    if (now < overAt) {
      lookAt(current.isDoubtful ? overAt : Math.min(doubtAt, overAt));
      return;
    }
    // The answer may be there already, behind a script that has run for long.
    current.overdueAt ??= now;
    if (now < current.overdueAt + READ_WITHIN_MS) {
      lookAt(current.overdueAt + READ_WITHIN_MS);
      return;
    }
    // Slow is not dead: the next one may take longer.
    this.#patienceMs = Math.min(2 * this.#patienceMs, current.deadAfterMs);
    this.#abandon(current);
  }

  #onPong(current: Try): void {
    const { clock } = this.#ports;
    current.tookMs = clock.now() - (current.pingedAt ?? clock.now());
    current.pingedAt = undefined;
    if (clock.now() - current.welcomedAt >= STABLE_AFTER_MS)
      this.#patienceMs = Math.min(Math.max(LEAST_PATIENCE_MS, 4 * current.tookMs), current.deadAfterMs);
  }

  /** Presents a fresh token on the connection there is. */
  async renew(): Promise<void> {
    const current = this.#try;
    const token = await this.#token(true);
    if (token === null || this.#try !== current || current?.welcomed !== true) return;
    this.send({ t: 'renew', token: token.token });
    this.#renewBefore(current, token.expiresAt);
  }

  async #token(fresh: boolean) {
    try {
      return await this.#ports.token({ fresh });
    } catch (cause) {
      this.#ports.report({ kind: 'token-failed', detail: String(cause) });
      throw cause;
    }
  }

  async #connect(): Promise<void> {
    const { clock, socket, url, status } = this.#ports;
    const current: Try = {
      beganAt: clock.now(),
      freshToken: this.#wantFreshToken,
      welcomed: false,
      welcomedAt: 0,
      deadAfterMs: Math.min(LARGE * this.#patienceMs, WELCOME_WITHIN_MS),
      heardAt: clock.now(),
      saidAt: clock.now(),
      live: false,
      isDoubtful: false,
      tookMs: 0,
      cancelWatch: () => undefined,
      cancelJudging: () => undefined,
      cancelRenewal: () => undefined,
    };
    this.#try = current;
    status('connecting', this.#attempt);
    let token;
    try {
      token = await this.#token(current.freshToken);
    } catch {
      if (this.#try === current) this.#closed(current, 1006);
      return;
    }
    if (this.#try !== current) return;
    if (token === null) {
      this.#end();
      status('signed-out', this.#attempt);
      return;
    }
    const { token: presented, expiresAt } = token;
    current.heardAt = clock.now();
    current.socket = socket(url, {
      opened: () => {
        if (this.#try !== current) return;
        const { epoch, cursors } = this.#ports.held();
        const hello: ClientFrame = {
          t: 'hello',
          protocol: PROTOCOL,
          token: presented,
          client: this.#ports.client,
          cursors: cursors.slice(0, FRAME_LIMITS.cursors),
          ...(epoch === undefined ? {} : { epoch }),
        };
        current.socket?.send(JSON.stringify(hello));
      },
      message: (text) => {
        if (this.#try === current) this.#received(current, text, expiresAt);
      },
      closed: (code) => {
        if (this.#try === current) this.#closed(current, code);
      },
    });
    this.#watch(current);
  }

  #received(current: Try, text: string, tokenExpiresAt: string | undefined): void {
    current.heardAt = this.#ports.clock.now();
    current.overdueAt = undefined;
    if (current.isDoubtful) {
      current.isDoubtful = false;
      this.#ports.doubtful(false);
      this.#judge(current);
    }
    const read = readFrame(text);
    if (read.kind === 'unknown') return;
    if (read.kind === 'bad') {
      // Whatever it was, it may have held an event: only a resume shows what is missing.
      this.#ports.report({ kind: 'bad-frame', detail: text.slice(0, 200) });
      this.#abandon(current);
      return;
    }
    const { frame } = read;
    if (SAYING.has(frame.t)) current.saidAt = current.heardAt;
    switch (frame.t) {
      case 'welcome':
        current.welcomed = true;
        current.welcomedAt = current.heardAt;
        current.deadAfterMs = frame.deadAfterMs;
        this.#wantFreshToken = false;
        this.#watch(current);
        this.#renewBefore(current, tokenExpiresAt);
        this.#ports.status('syncing', this.#attempt);
        this.#ports.welcomed(frame);
        return;
      case 'ping':
        // Answered here, since timers of a hidden page may run once a minute.
        this.send({ t: 'pong' });
        return;
      case 'pong':
        this.#onPong(current);
        return;
      case 'bye':
        current.bye = frame;
        return;
      case 'live':
        current.live = true;
        current.saidAt = current.heardAt;
        this.#ports.status('live', this.#attempt);
        break;
      default:
    }
    this.#ports.frame(frame);
  }

  /** Looks once the silence could be too long: one timer for any number of frames. */
  #watch(current: Try): void {
    current.cancelWatch();
    const { clock } = this.#ports;
    current.cancelWatch = clock.after(current.heardAt + current.deadAfterMs - clock.now(), () => {
      if (this.#try !== current) return;
      if (clock.now() - current.heardAt >= current.deadAfterMs) this.#abandon(current);
      else this.#watch(current);
    });
  }

  #renewBefore(current: Try, expiresAt: string | undefined): void {
    current.cancelRenewal();
    if (expiresAt === undefined) return;
    const { clock } = this.#ports;
    const due = Math.max(1_000, Date.parse(expiresAt) - RENEW_BEFORE_MS - clock.now());
    current.cancelRenewal = clock.after(Math.min(due, LONGEST_TIMER_MS), () => {
      if (this.#try !== current) return;
      if (due > LONGEST_TIMER_MS) this.#renewBefore(current, expiresAt);
      // Where that fails, the server closes at expiry, and the next try asks for a fresh one again.
      else this.renew().catch(() => undefined);
    });
  }

  /** Gives a socket up without waiting for its close, which may never come over a dead network. */
  #abandon(current: Try): void {
    current.socket?.close(1000, '');
    this.#closed(current, 1006);
  }

  #closed(current: Try, code: number): void {
    const { clock, random, status } = this.#ports;
    this.#end();
    if (current.welcomed && clock.now() - current.welcomedAt >= STABLE_AFTER_MS) this.#attempt = 0;
    const after = afterClose(code, current.bye?.code);
    if (after === 'incompatible') {
      status(after, this.#attempt);
      return;
    }
    this.#wantFreshToken = after === 'retry-with-fresh-token' || (current.freshToken && !current.welcomed);
    const delay = delayBefore(this.#attempt, random(), current.bye?.retry);
    this.#attempt++;
    this.#waiting = true;
    this.#cancelRetry = clock.after(delay, () => {
      this.#waiting = false;
      void this.#connect();
    });
    status('waiting', this.#attempt, clock.now() + delay);
  }

  #end(): Try | undefined {
    const current = this.#try;
    this.#try = undefined;
    current?.cancelWatch();
    current?.cancelJudging();
    current?.cancelRenewal();
    if (current?.welcomed === true) this.#ports.lost();
    return current;
  }

  #stopWaiting(): void {
    this.#cancelRetry();
    this.#waiting = false;
  }
}

const SAYING: ReadonlySet<string> = new Set<(ClientFrame | ServerFrame)['t']>([
  'request',
  'desk-request',
  'events',
  'outcomes',
  'inbox',
]);
