import type { connection as english } from '../en/connection.ts';

export const connection: typeof english = {};
