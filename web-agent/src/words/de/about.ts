import type { about as english } from '../en/about.ts';

export const about: typeof english = {};
