import { plainLetters } from '@holdfast/contracts/validators';

/** As many as one message may call, by its schema. */
const CALLED_LIMIT = 20;

export interface Colleague {
  readonly id: string;
  readonly name: string;
}

/** What is typed after an `@` that may become a call, and where the `@` stands. */
export interface Calling {
  readonly query: string;
  readonly from: number;
}

/** Whether somebody is being called at the place of the caret. */
export function callingAt(text: string, caret: number): Calling | undefined {
  const match = /(?:^|[\s(])@([\p{L}\p{N}._-]{0,40})$/u.exec(text.slice(0, caret));
  const query = match?.[1];
  return query === undefined ? undefined : { query, from: caret - query.length - 1 };
}

/** The colleagues whose name has a word that begins so, with or without its accents; those whose first word does before the others. */
export function colleaguesFor<C extends Colleague>(query: string, colleagues: readonly C[]): readonly C[] {
  const typed = plainLetters(query);
  const rank = ({ name }: C): number => {
    const lower = plainLetters(name);
    if (lower.startsWith(typed)) return 0;
    return lower.split(/[\s._-]+/u).some((word) => word.startsWith(typed)) ? 1 : 2;
  };
  return colleagues
    .map((colleague) => ({ colleague, rank: rank(colleague) }))
    .filter(({ rank: found }) => found < 2)
    .sort((a, b) => a.rank - b.rank || a.colleague.name.localeCompare(b.colleague.name))
    .map(({ colleague }) => colleague);
}

/** A call in a text: the `@` and the name after it. */
export interface Call {
  readonly from: number;
  readonly to: number;
  readonly ids: readonly string[];
}

/** Every `@Name` of a colleague in a text; of names that begin alike the longest. Who shares a name is called together. */
export function callsIn(text: string, colleagues: readonly Colleague[]): readonly Call[] {
  const byLength = colleagues.filter(({ name }) => name !== '').sort((a, b) => b.name.length - a.name.length);
  const calls: Call[] = [];
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}])@/gu)) {
    const after = text.slice(index + 1);
    const name = byLength.find((one) => isNamed(after, one.name))?.name;
    if (name === undefined) continue;
    const ids = byLength.filter((one) => one.name.toLowerCase() === name.toLowerCase()).map(({ id }) => id);
    calls.push({ from: index, to: index + 1 + name.length, ids });
  }
  return calls;
}

const isNamed = (text: string, name: string): boolean =>
  text.slice(0, name.length).toLowerCase() === name.toLowerCase() && !/^[\p{L}\p{N}]/u.test(text.slice(name.length));

/** The ids that a note with this text calls, as many as a message may. */
export const calledIn = (text: string, colleagues: readonly Colleague[]): readonly string[] =>
  [...new Set(callsIn(text, colleagues).flatMap(({ ids }) => ids))].slice(0, CALLED_LIMIT);
