import { words } from '../words/words.ts';

/** As the contracts have it wherever a password is chosen, in code points. */
export const PASSWORD_LENGTH = 10;

/** How many characters are missing. */
export const missingOf = (password: string): number => Math.max(0, PASSWORD_LENGTH - Array.from(password).length);

/** What is said below a new password while it is typed. */
export function passwordHelp(password: string): string {
  const { passwordRule, tooShort, longEnough } = words().signIn;
  if (password === '') return passwordRule;
  const missing = missingOf(password);
  return missing > 0 ? tooShort(missing) : longEnough;
}
