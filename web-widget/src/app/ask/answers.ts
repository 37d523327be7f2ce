import type { Profile } from '../../loader/protocol';
import type { AskFor, Site } from '../live/visitor';

export type Mistake = 'nameMissing' | 'emailMissing' | 'emailWrong';
export interface Mistakes {
  readonly name?: Mistake;
  readonly email?: Mistake;
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/;

type Question = Exclude<AskFor, 'away'>;
export interface Questions {
  readonly name: Question;
  readonly email: Question;
}

/** What is asked of a visitor of whom this is known; `off` for what is known already. */
export function questionsOf({ preChat }: Pick<Site, 'preChat'>, known: Profile, isAway: boolean): Questions {
  const of = (key: keyof Questions): Question => {
    const asked = known[key] === undefined ? (preChat?.[key] ?? 'off') : 'off';
    return asked !== 'away' ? asked : isAway ? 'optional' : 'off';
  };
  return { name: of('name'), email: of('email') };
}

/** Whether the form comes before the first message: something is needed, or may be told and was not asked before. */
export function hasToAsk(questions: Questions, askedBefore: boolean): boolean {
  const asks = Object.values(questions);
  return asks.includes('required') || (!askedBefore && asks.includes('optional'));
}

/** What is wrong with the answers. */
export function mistakesIn(asks: Questions, answers: Profile): Mistakes {
  const name = answers.name?.trim() ?? '';
  const email = answers.email?.trim() ?? '';
  return {
    ...(asks.name === 'required' && name === '' ? { name: 'nameMissing' as const } : {}),
    ...(asks.email === 'required' && email === '' ? { email: 'emailMissing' as const } : {}),
    ...(asks.email !== 'off' && email !== '' && !EMAIL.test(email) ? { email: 'emailWrong' as const } : {}),
  };
}
