/*
 * The compiled validators of what visitors send and are sent: they say whether and not why, and are half the size of those of all frames.
 */
import * as frames from '#generated/visitor-frames';
import type { Validator } from './validators.ts';
import type { ServerFrame } from './wire.ts';

export const validateVisitorServerFrame: Validator<ServerFrame> = frames.validateVisitorServerFrame as never;
export const validateVisitorRequest: Validator<unknown> = frames.validateVisitorRequest as never;
