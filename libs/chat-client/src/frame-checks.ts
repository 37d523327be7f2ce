import type { ServerFrame } from '@holdfast/contracts';
import { validateClientFrame, validateServerFrame } from '@holdfast/contracts/validators';

/*
 * `#frame-checks` in package.json: these, or in an app of visitors (condition `holdfast-visitor`) those of `visitor-frame-checks.ts`.
 */

/** Whether it is a frame of the protocol. */
export const isServerFrame = (value: unknown): value is ServerFrame => validateServerFrame(value);
/** Whether the gateway could take this request. */
export const isRequest = (frame: object): boolean => validateClientFrame(frame);
