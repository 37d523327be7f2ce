/** Key that signs access tokens; the gateway has the same one. */
export const TOKEN_KEY = Symbol('token key');
/** Epoch ms. */
export const CLOCK = Symbol('clock');
export type Clock = () => number;
