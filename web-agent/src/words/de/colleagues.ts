import type { colleagues as english } from '../en/colleagues.ts';

export const colleagues: typeof english = {};
