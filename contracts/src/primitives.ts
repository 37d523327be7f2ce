import { z } from 'zod';
import { MESSAGE_TEXT_LIMIT } from './protocol.ts';

/**
 * Every identifier of the system: 1–64 characters of `A–Z a–z 0–9 _ -`.
 * Ids become tokens of NATS subjects, where `.`, `*`, `>` and blanks would change the subject's meaning,
 * so the pattern is checked before an id reaches one.
 */
export const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export type Id = z.infer<typeof Id>;

/**
 * The id of a command, for life. People's commands have a plain id (a UUIDv7); what a part of Holdfast derives from an event has
 * `<aggregate id>/<v>/<kind>`, the same however often the event is read. Clients may not send the second form.
 */
export const CommandId = z.string().regex(/^[A-Za-z0-9_-]{1,64}(\/\d{1,15}\/[a-z-]{1,32})?$/);
export type CommandId = z.infer<typeof CommandId>;

/** An instant as ISO 8601 in UTC with milliseconds. For people and reports: order is decided by `v` and `w`, never by a clock. */
export const Instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
export type Instant = z.infer<typeof Instant>;

/**
 * The characters that text from outside may not hold: NUL (Postgres refuses it) and lone surrogates (not encodable as UTF-8,
 * so the stored text would differ from the sent one). The pattern is read with the `u` flag.
 */
const SAFE_CHARACTERS = /^[^\u0000\p{Surrogate}]*$/u;

/** Text of `min`–`max` code points that every part of the system stores and returns unchanged. */
export const safeText = (min: number, max: number) => z.string().min(min).max(max).regex(SAFE_CHARACTERS);

export const MessageText = safeText(1, MESSAGE_TEXT_LIMIT);
/** What people are called on screen. */
export const DisplayName = safeText(1, 120);
export const EmailAddress = safeText(3, 254).regex(/^[^\s@]+@[^\s@]+$/);
/** An http(s) address. */
export const WebAddress = safeText(1, 2_048).regex(/^https?:\/\//);
/** A label on a session: short, lower-case by convention. */
export const Label = safeText(1, 40);

/** A number of an event within its aggregate, dense from 1; 0 stands for "holds nothing". */
export const Position = z.int().min(0);
