import { createHash } from 'node:crypto';

/** A visitor's secret: 128 bits as base64url. Whoever has it is the visitor, on one site. */
export const VISITOR_SECRET = /^[A-Za-z0-9_-]{22,64}$/;

/** The visitor's id on a site. It tells neither the secret nor that two sites have the same visitor. */
export const visitorId = (siteId: string, secret: string): string =>
  createHash('sha256').update(`${siteId}:${secret}`).digest('base64url').slice(0, 22);

/** The id of a person whom a site vouches for: the same on each of their devices. No secret holds a colon. */
export const vouchedVisitorId = (siteId: string, externalId: string): string =>
  visitorId(siteId, `person:${externalId}`);
