import { lasting } from '@holdfast/look';
import { locale, words } from '../words/words.ts';

/**
 * Why a question over HTTP has no answer. `unreachable`: nothing came back. `catching-up`: the server is there, what it would answer from is not.
 * `signed-out`: the sign-in has ended.
 */
export type FailureKind =
  | 'unreachable'
  | 'catching-up'
  | 'signed-out'
  | 'wrong-credentials'
  | 'too-fast'
  | 'not-permitted'
  | 'not-found'
  | 'failed';

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  /** How long to wait before asking again, where the server says so. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: FailureKind, options: ErrorOptions & { readonly retryAfterMs?: number | undefined } = {}) {
    super(kind, options);
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** What a response that is not a success means. */
export function failureOf(response: Pick<Response, 'status' | 'headers'>, code: string | undefined): Failure {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1_000 : undefined;
  if (code === 'wrong-credentials') return new Failure('wrong-credentials');
  switch (response.status) {
    case 401:
      return new Failure('signed-out');
    case 403:
      return new Failure('not-permitted');
    case 404:
      return new Failure('not-found');
    case 429:
      return new Failure('too-fast', { retryAfterMs });
    case 502:
    case 503:
    case 504:
      return new Failure('catching-up', { retryAfterMs });
    default:
      return new Failure('failed');
  }
}

/** What to tell the person whose question has no answer. */
export function failureText(error: unknown): string {
  if (!(error instanceof Failure)) return words().failure.failed;
  const { kind, retryAfterMs } = error;
  return kind === 'too-fast' && retryAfterMs !== undefined
    ? words().failure.tooFastFor(lasting(retryAfterMs, locale()))
    : words().failure[kind];
}
