/** A service did not answer a question, or not understandably. Chat goes on without it; what was asked for comes later. */
export class ServiceSilent extends Error {
  override readonly name = 'ServiceSilent';
  readonly retryable = true;

  constructor(pattern: string, options?: ErrorOptions) {
    super(`no answer to ${pattern}`, options);
  }
}
