import { computed, effect, inject, Injectable, linkedSignal, resource, signal, untracked } from '@angular/core';
import { PageAttention } from '../look/page-attention.ts';
import { words } from '../words/words.ts';
import { Api, type WorkspaceFacts } from './api.ts';
import { type DirectoryChange, shows, withChange } from './directory-change.ts';
import { failureText } from './failure.ts';
import { SignIn } from './sign-in.ts';

/** A read follows a change after this long, in ms, and then at twice the distance each time: tables are written a moment after the log. */
const FIRST_READ_MS = 150;
const READS = 7;
/** Read again is only what was not read just now, in ms. */
const FRESH_MS = 3_000;
/** While somebody looks on, it is read so often, in ms: other admins change it too. */
const LOOK_EVERY_MS = 30_000;

interface Reading {
  readonly workspace: string | null;
  readonly facts: WorkspaceFacts | undefined;
}

/**
 * The workspace's agents, teams, sites and canned replies. Empty until it is there. What an admin changes here is shown at once, and
 * the server is read until it says the same.
 */
@Injectable({ providedIn: 'root' })
export class Directory {
  readonly #api = inject(Api);
  readonly #signIn = inject(SignIn);
  #readAt = 0;
  readonly #facts = resource({
    params: () => this.#signIn.workspace() ?? undefined,
    loader: ({ abortSignal }) => {
      this.#readAt = Date.now();
      return this.#api.workspace(abortSignal);
    },
  });
  /** What was changed here and is not in what was read. */
  readonly #ahead = signal<readonly DirectoryChange[]>([]);
  /** What was read last of this workspace; a reading that fails takes nothing away. */
  readonly #read = linkedSignal<Reading, WorkspaceFacts | undefined>({
    source: () => ({
      workspace: this.#signIn.workspace(),
      facts: this.#facts.hasValue() ? this.#facts.value() : undefined,
    }),
    computation: ({ workspace, facts }, last) =>
      facts ?? (last?.source.workspace === workspace ? last.value : undefined),
  });
  readonly #held = computed(() => {
    const facts = this.#read();
    return facts === undefined ? undefined : this.#ahead().reduce(withChange, facts);
  });

  readonly isThere = computed(() => this.#held() !== undefined);
  /** Why the last reading failed; null: it did not. */
  readonly problem = computed(() => {
    const error = this.#facts.error();
    return error === undefined ? null : failureText(error);
  });
  readonly name = computed(() => this.#held()?.name ?? '');
  readonly agents = computed(() => this.#held()?.agents ?? []);
  readonly teams = computed(() => this.#held()?.teams ?? []);
  readonly sites = computed(() => this.#held()?.sites ?? []);
  readonly cannedReplies = computed(() => this.#held()?.cannedReplies ?? []);
  readonly #agentNames = computed(() => new Map(this.agents().map(({ agentId, name }) => [agentId, name])));
  readonly #teamNames = computed(() => new Map(this.teams().map(({ teamId, name }) => [teamId, name])));
  readonly #siteNames = computed(() => new Map(this.sites().map(({ siteId, name }) => [siteId, name])));

  constructor() {
    const attention = inject(PageAttention);
    effect(() => {
      const isBack = attention.focused();
      if (isBack) untracked(() => this.refresh());
    });
    effect((onCleanup) => {
      if (!attention.visible()) return;
      const looking = setInterval(() => this.refresh(), LOOK_EVERY_MS);
      onCleanup(() => clearInterval(looking));
    });
  }

  agentName = (id: string): string => this.#agentNames().get(id) ?? words().failure.somebody;
  teamName = (id: string): string => this.#teamNames().get(id) ?? words().failure.someTeam;
  /** Where an agent's picture is; null: there is none. Pictures are for everybody who sees a site, so no sign-in is needed. */
  pictureOf = (id: string): string | null => {
    const [site] = this.sites();
    const hasPicture = this.agents().find(({ agentId }) => agentId === id)?.hasPicture === true;
    return hasPicture && site !== undefined ? `/api/v1/sites/${site.siteId}/agents/${id}/picture` : null;
  };
  siteName = (id: string): string => this.#siteNames().get(id) ?? '';

  /** Reads it again, unless it was read just now: somebody is about to use what admins change. */
  refresh(): void {
    if (Date.now() - this.#readAt > FRESH_MS) this.reload();
  }

  /** Reads it again: admins change it, and a read may have failed. */
  reload(): void {
    this.#facts.reload();
  }

  /** Shows the change from here on. The answer takes it back; it is over by itself once the server tells the same. */
  show(change: DirectoryChange): () => void {
    const takeBack = (): void => this.#ahead.update((ahead) => ahead.filter((other) => other !== change));
    this.#ahead.update((ahead) => [...ahead, change]);
    return takeBack;
  }

  /** Reads until the change is among what the server tells, or for some seconds: somebody may have changed it again. */
  async catchUp(change: DirectoryChange): Promise<void> {
    for (let i = 0; i < READS; i++) {
      await new Promise((resolve) => setTimeout(resolve, FIRST_READ_MS * 2 ** i));
      if (!this.#ahead().includes(change)) return;
      const facts = await this.#api.workspace().catch(() => undefined);
      if (facts === undefined) continue;
      this.#readAt = Date.now();
      this.#facts.set(facts);
      if (shows(facts, change)) break;
    }
    this.#ahead.update((ahead) => ahead.filter((other) => other !== change));
  }
}
