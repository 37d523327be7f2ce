/** The log contradicts itself: numbers of one aggregate do not follow each other. Nothing may be decided on it. */
export class BrokenLog extends Error {
  override readonly name = 'BrokenLog';
  readonly retryable = false;
}

/** Other writers came first, again and again; the same request may be handled once more. */
export class TooContended extends Error {
  override readonly name = 'TooContended';
  readonly retryable = true;
}
