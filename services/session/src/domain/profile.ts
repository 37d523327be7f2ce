import type { Actor, VisitorProfile } from '@holdfast/contracts';

/** What visitors say of themselves nobody vouches for, unless their site does; the system is believed. */
export function toldBy(actor: Actor, profile: VisitorProfile): VisitorProfile {
  if (actor.kind !== 'visitor') return profile;
  const { verified: _, externalId: __, ...claimed } = profile;
  return actor.externalId === undefined ? claimed : { ...claimed, externalId: actor.externalId, verified: true };
}

/** Everybody but a visitor whom the site does not know. */
export const isVouchedFor = (actor: Actor): boolean => actor.kind !== 'visitor' || actor.externalId !== undefined;

export function isSameProfile(one: VisitorProfile, other: VisitorProfile): boolean {
  const keys = ['name', 'email', 'externalId', 'verified'] as const;
  return keys.every((key) => one[key] === other[key]);
}
