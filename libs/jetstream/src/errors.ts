/** NATS, or the JetStream asset that is needed, did not answer in time. What was asked may have been done. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  readonly retryable = true;
}

/** The log has no room. Nothing was appended. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
  readonly retryable = true;
}

/** The server refuses the message for good, e.g. because of its size. Nothing was stored. */
export class Rejected extends Error {
  override readonly name = 'Rejected';
  readonly retryable = false;
  /** NATS error code (10 000 and above), or 0. */
  readonly code: number;

  constructor(message: string, code: number, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A stream, bucket or consumer is absent, or is not as it was asked for. Provisioning repairs the first. */
export class NotProvisioned extends Error {
  override readonly name = 'NotProvisioned';
  readonly retryable = true;
}

/** The server is not set to sync as the configured durability promises. */
export class WrongDurability extends Error {
  override readonly name = 'WrongDurability';
  readonly retryable = false;
}

/** A message cannot be what it should be; reading it again gives the same. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly retryable = false;
}

/** The log is not the one that was read before: another epoch, shorter, or another commit at a known place. State made from it is void. */
export class LogReplaced extends Error {
  override readonly name = 'LogReplaced';
  readonly retryable = false;
}

/** Whether the same may succeed later. Errors that do not say are taken for defects. */
export const isRetryable = (error: unknown): boolean =>
  error instanceof Error && 'retryable' in error && error.retryable === true;

/** An error's message and those of its causes, in one line of bounded length. */
export function describeError(error: unknown, limit = 500): string {
  const parts: string[] = [];
  for (let each = error, depth = 0; each !== undefined && depth < 5; depth++) {
    parts.push(
      each instanceof Error ? `${each.name}: ${each.message}` : typeof each === 'string' ? each : 'unknown error',
    );
    each = each instanceof Error ? each.cause : undefined;
  }
  return parts.join(' ← ').replaceAll(/\s+/g, ' ').slice(0, limit);
}
