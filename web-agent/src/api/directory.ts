import { computed, inject, Injectable, resource } from '@angular/core';
import { Api } from './api.ts';
import { SignIn } from './sign-in.ts';

/** The workspace's agents, teams, sites and canned replies, to put names to ids. Empty until it is there. */
@Injectable({ providedIn: 'root' })
export class Directory {
  readonly #api = inject(Api);
  readonly #signIn = inject(SignIn);
  readonly #facts = resource({
    params: () => this.#signIn.workspace() ?? undefined,
    loader: ({ abortSignal }) => this.#api.workspace(abortSignal),
  });
  readonly #held = computed(() => (this.#facts.hasValue() ? this.#facts.value() : undefined));

  readonly name = computed(() => this.#held()?.name ?? '');
  readonly teams = computed(() => this.#held()?.teams ?? []);
  readonly cannedReplies = computed(() => this.#held()?.cannedReplies ?? []);
  readonly #agentNames = computed(() => new Map(this.#held()?.agents.map(({ agentId, name }) => [agentId, name])));
  readonly #teamNames = computed(() => new Map(this.teams().map(({ teamId, name }) => [teamId, name])));
  readonly #siteNames = computed(() => new Map(this.#held()?.sites.map(({ siteId, name }) => [siteId, name])));

  agentName = (id: string): string => this.#agentNames().get(id) ?? 'a colleague';
  teamName = (id: string): string => this.#teamNames().get(id) ?? 'a team';
  siteName = (id: string): string => this.#siteNames().get(id) ?? '';

  /** Reads it again: admins change it, and a read may have failed. */
  reload(): void {
    this.#facts.reload();
  }
}
