/*
 * The constants of the protocol that browsers need as values. Free of zod, so that a browser does not carry it.
 */

/** The version of the WebSocket protocol that this code speaks. */
export const PROTOCOL = 2;
/** Bounds of a frame from a client: bytes of the frame, nesting of its JSON, cursors in one hello. */
export const FRAME_LIMITS = { bytes: 64 * 1_024, depth: 8, cursors: 64 } as const;
/** The most windows of the inbox that a connection has: of more, the one asked for longest ago is told no longer. */
export const INBOX_WINDOWS_LIMIT = 8;
/** The longest message, in code points. */
export const MESSAGE_TEXT_LIMIT = 8_000;
/** The most commands one request may carry. */
export const REQUEST_COMMAND_LIMIT = 32;

/** WebSocket close codes. 4400–4499: the client is at fault and must not repeat the same. Others: reconnect. */
export const CLOSE = {
  /** The frame was not text, not JSON, too deep, or not of the schema. */
  badFrame: 4400,
  /** The token is missing, malformed, expired or revoked. */
  unauthenticated: 4401,
  /** The client speaks another version of the protocol. */
  protocolVersion: 4406,
  /** The first frame was not a hello in time. */
  helloTimeout: 4408,
  tooManyFrames: 4429,
  /** The client did not read what it was sent; resume repairs. */
  slow: 4500,
  /** The server is going down or shedding load; reconnect within the window of its `bye`. */
  drain: 1012,
  tooBig: 1009,
} as const;

/** The id of the command that an event comes from: events are named `<command id>/<n>`. */
export const commandIdOf = (event: { readonly id: string }): string => event.id.slice(0, event.id.lastIndexOf('/'));
