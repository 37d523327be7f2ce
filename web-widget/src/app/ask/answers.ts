import type { Profile } from '../../loader/protocol';
import type { AskFor, Site } from '../live/visitor';

export type Mistake = 'nameMissing' | 'emailMissing' | 'emailWrong';
export interface Mistakes {
  readonly name?: Mistake;
  readonly email?: Mistake;
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/;

/** What is asked of a visitor of whom this is known; `off` for what is known already. */
export function questionsOf({ preChat }: Pick<Site, 'preChat'>, known: Profile): { name: AskFor; email: AskFor } {
  const { name = 'off', email = 'off' } = preChat ?? {};
  return { name: known.name === undefined ? name : 'off', email: known.email === undefined ? email : 'off' };
}

/** Whether the form comes before the first message: something is needed, or may be told and was not asked before. */
export function hasToAsk(site: Pick<Site, 'preChat'>, known: Profile, askedBefore: boolean): boolean {
  const asks = Object.values(questionsOf(site, known));
  return asks.includes('required') || (!askedBefore && asks.includes('optional'));
}

/** What is wrong with the answers. */
export function mistakesIn(asks: { readonly name: AskFor; readonly email: AskFor }, answers: Profile): Mistakes {
  const name = answers.name?.trim() ?? '';
  const email = answers.email?.trim() ?? '';
  return {
    ...(asks.name === 'required' && name === '' ? { name: 'nameMissing' as const } : {}),
    ...(asks.email === 'required' && email === '' ? { email: 'emailMissing' as const } : {}),
    ...(asks.email !== 'off' && email !== '' && !EMAIL.test(email) ? { email: 'emailWrong' as const } : {}),
  };
}
