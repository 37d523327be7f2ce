/** The release that is built or downloaded where the machine offers no packaged one. */
export const NATS_RELEASE = '2.15.1';

/** A way to get nats-server. */
export type NatsServerSource = {
  name: string;
  /** Puts the binary into the folder and returns its path, or undefined where this way does not apply; throws when it fails. */
  fetch: (folder: string, say: (line: string) => void) => Promise<string | undefined>;
};
