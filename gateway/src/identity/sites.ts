import { type Answer, type SiteById } from '@holdfast/contracts';

export type KnownSite = NonNullable<Answer<typeof SiteById>>;

/** Sites that were asked for lately. The log says when one changes; the age is for a change that was missed while away. */
const KEPT_MS = 60_000;
const KEPT = 10_000;
/** The log tells of a change before the service has projected it: for so long after one, answers are kept for a moment only. */
const SETTLES_MS = 10_000;
const UNSETTLED_MS = 500;

export class Sites {
  readonly #ask: (siteId: string) => Promise<KnownSite | null>;
  readonly #now: () => number;
  readonly #known = new Map<string, { found: KnownSite; until: number }>();
  readonly #changed = new Map<string, number>();

  constructor(ask: (siteId: string) => Promise<KnownSite | null>, now: () => number) {
    this.#ask = ask;
    this.#now = now;
  }

  /** @throws when it is not known here and the workspace service does not answer */
  async find(siteId: string): Promise<KnownSite | null> {
    const known = this.#known.get(siteId);
    if (known !== undefined && known.until > this.#now()) return known.found;
    const found = await this.#ask(siteId).catch((error: unknown) => {
      // A site that was there a minute ago is there: visitors do not wait for the service.
      if (known !== undefined) return known.found;
      throw error;
    });
    if (found === null) return null;
    if (this.#known.size >= KEPT) this.#known.clear();
    this.#known.set(siteId, { found, until: this.#now() + (this.#isSettled(siteId) ? KEPT_MS : UNSETTLED_MS) });
    return found;
  }

  /** The site was changed. */
  forget(siteId: string): void {
    this.#known.delete(siteId);
    if (this.#changed.size >= KEPT) this.#changed.clear();
    this.#changed.set(siteId, this.#now());
  }

  #isSettled(siteId: string): boolean {
    const changed = this.#changed.get(siteId);
    if (changed === undefined) return true;
    if (this.#now() - changed < SETTLES_MS) return false;
    this.#changed.delete(siteId);
    return true;
  }

  clear(): void {
    this.#known.clear();
  }
}
