import { type ClientFrame, CLOSE, FRAME_LIMITS } from '@holdfast/contracts';
import { commandFlaw, type Flaw, frameFlaw } from './frame-schemas.ts';
import { isShallow } from './nesting.ts';

/** What the bytes of a message turned out to be. `close` breaks the connection, `invalid` one request only. */
export type Reading =
  | { readonly kind: 'frame'; readonly frame: ClientFrame }
  | { readonly kind: 'invalid'; readonly request: string; readonly detail: string }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

const bad = (reason: string): Reading => ({ kind: 'close', code: CLOSE.badFrame, reason });
const say = ({ where, what }: Flaw): string => `${where || '/'}: ${what}`;

/** Reads one message: bytes → JSON → closed schema. What is returned as a frame can be trusted in form, and in nothing else. */
export function readFrame(bytes: Buffer, isBinary: boolean): Reading {
  if (isBinary) return bad('not text');
  if (bytes.length > FRAME_LIMITS.bytes) return { kind: 'close', code: CLOSE.tooBig, reason: 'too big' };
  if (!isShallow(bytes, FRAME_LIMITS.depth)) return bad('too deep');
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return bad('not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return bad('not an object');
  const flaw = frameFlaw(value);
  if (flaw !== null) return bad(say(flaw));
  const frame = value as ClientFrame;
  if (frame.t !== 'request' && frame.t !== 'desk-request') return { kind: 'frame', frame };
  const inCommands = commandFlaw(frame.t === 'request' ? 'session' : 'desk', frame.commands);
  if (inCommands === null) return { kind: 'frame', frame };
  return inCommands.unknownKey ? bad(say(inCommands)) : { kind: 'invalid', request: frame.id, detail: say(inCommands) };
}
