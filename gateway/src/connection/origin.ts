/**
 * Whether a browser page of this origin may open a socket. Pages of others cannot act for their visitors: the widget is a frame
 * of our own origin, wherever it is embedded. A request without an origin comes from no browser.
 */
export const isOurs = (origin: string | undefined, own: readonly string[]): boolean =>
  origin === undefined || own.includes(origin);

/** The origin of an address of ours. */
export const originOf = (url: string): string => new URL(url).origin;
