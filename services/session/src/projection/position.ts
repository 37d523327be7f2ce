/** What readers need to know of the projection that fills their tables. */
export interface ProjectionPosition {
  /** The checkpoint's name. */
  readonly name: string;
  /** Epoch of the log. */
  readonly epoch: string;
  /** Whether everything that is in the log was in the tables a moment ago. */
  readonly caughtUp: boolean;
}

/** Token under which the service's projection is provided. */
export const PROJECTION = Symbol('projection');
