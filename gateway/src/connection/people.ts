import { type Actor } from '@holdfast/contracts';

/** A connection as those see it who have something for its person. */
export interface Reachable {
  readonly identity: { readonly kind: 'visitor' | 'agent'; readonly workspace: string; readonly id: string };
  send(frame: string, events: number): void;
}

/** Who is connected here: persons, by workspace, with all their connections. */
export class People<C extends Reachable = Reachable> {
  readonly #byPerson = new Map<string, Set<C>>();

  /** @returns whether this is the person's first connection here */
  add(connection: C): boolean {
    const key = personKey(connection.identity.workspace, connection.identity);
    const all = this.#byPerson.get(key);
    if (all === undefined) this.#byPerson.set(key, new Set([connection]));
    else all.add(connection);
    return all === undefined;
  }

  /** @returns whether it was the person's last connection here */
  remove(connection: C): boolean {
    const key = personKey(connection.identity.workspace, connection.identity);
    const all = this.#byPerson.get(key);
    return all?.delete(connection) === true && all.size === 0 && this.#byPerson.delete(key);
  }

  connectionsOf(workspace: string, person: Pick<Actor, 'kind' | 'id'>): Iterable<C> {
    return this.#byPerson.get(personKey(workspace, person)) ?? [];
  }
}

const personKey = (workspace: string, { kind, id }: Pick<Actor, 'kind' | 'id'>): string => `${workspace}.${kind}.${id}`;
