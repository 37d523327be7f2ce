/**
 * A failure that a newcomer can act on: one sentence that says what is wrong, one that says what to do.
 * It is shown without a stack trace; anything else that is thrown is a defect and keeps its trace.
 */
export class ActionableFailure extends Error {
  override readonly name = 'ActionableFailure';
  readonly cure: string;

  constructor(message: string, cure: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.cure = cure;
  }
}

/** Text of anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
