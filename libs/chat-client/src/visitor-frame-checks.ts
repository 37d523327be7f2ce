import type { ServerFrame } from '@holdfast/contracts';
import { validateVisitorRequest, validateVisitorServerFrame } from '@holdfast/contracts/visitor-validators';

/* What `frame-checks.ts` offers, for apps of visitors. */

export const isServerFrame = (value: unknown): value is ServerFrame => validateVisitorServerFrame(value);
export const isRequest = (frame: object): boolean => validateVisitorRequest(frame);
