import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { plainLetters } from '@holdfast/contracts/validators';
import { Avatar, Icon } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import { SignIn } from '../../api/sign-in.ts';
import { PageAttention } from '../../look/page-attention.ts';
import { StandingDot } from '../../look/standing-dot.ts';
import { Tell } from '../../look/tell.ts';
import { locale, words } from '../../words/words.ts';
import { standingOf } from '../live/colleague-text.ts';
import { Live } from '../live/live.ts';
import { AgentEditor } from './agent-editor.ts';
import { type AgentFacts, byName, dataOf } from './agent-form.ts';
import { Dialogs } from './dialogs.ts';
import { InvitationDialog, type Invited } from './invitation-dialog.ts';
import { WorkspaceChanges } from './workspace-changes.ts';

/** While somebody is waited for who was invited, it is looked so often whether they have come, in ms. */
const LOOK_EVERY_MS = 4_000;

/** Who answers here, and what each may and can do. */
@Component({
  selector: 'hf-agents-page',
  imports: [Avatar, Icon, MatButton, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, StandingDot],
  templateUrl: './agents-page.html',
  styleUrls: ['./list-page.css', './agents-page.css'],
})
export class AgentsPage {
  readonly #directory = inject(Directory);
  readonly #changes = inject(WorkspaceChanges);
  readonly #dialogs = inject(Dialogs);
  readonly #tell = inject(Tell);
  readonly #live = inject(Live);
  protected readonly words = words;
  protected readonly me = inject(SignIn).agent;
  protected readonly looked = signal('');
  protected readonly lines = computed(() => {
    const wanted = plainLetters(this.looked().trim());
    const join = new Intl.ListFormat(locale());
    const states = new Map(this.#live.roster().map((agent) => [agent.id, standingOf(agent).state]));
    return this.#directory
      .agents()
      .filter(({ name, email }) => plainLetters(`${name} ${email}`).includes(wanted))
      .sort(byName)
      .map((agent) => ({
        agent,
        state: (agent.active ? states.get(agent.agentId) : undefined) ?? 'offline',
        teams: join.format(agent.teams.map((team) => this.#directory.teamName(team))),
      }));
  });

  readonly #isWaiting = computed(() =>
    this.#directory.agents().some(({ active, hasPassword }) => active && !hasPassword),
  );

  constructor() {
    const attention = inject(PageAttention);
    effect((onCleanup) => {
      if (!this.#isWaiting() || !attention.visible()) return;
      const timer = setInterval(() => untracked(() => this.#directory.refresh()), LOOK_EVERY_MS);
      onCleanup(() => clearInterval(timer));
    });
  }

  protected async edit(agent?: AgentFacts): Promise<void> {
    const added = await this.#dialogs.open<Omit<Invited, 'hasPassword'>>(AgentEditor, agent);
    // Whoever is new can do nothing without a password of their own.
    if (agent === undefined && added !== undefined) this.invite({ ...added, hasPassword: false });
  }

  protected invite(agent: Invited): void {
    void this.#dialogs.open(InvitationDialog, agent);
  }

  protected async deactivate(agent: AgentFacts): Promise<void> {
    const { deactivateTitle, deactivateText, deactivate, deactivated } = words().admin;
    const question = { title: deactivateTitle(agent.name), text: deactivateText, act: deactivate };
    if (await this.#dialogs.confirm(question)) await this.#turn(agent, false, deactivated(agent.name));
  }

  protected reactivate(agent: AgentFacts): Promise<void> {
    return this.#turn(agent, true, words().admin.reactivated(agent.name));
  }

  async #turn(agent: AgentFacts, active: boolean, said: string): Promise<void> {
    const isDone = await this.#changes.giveAtOnce({ type: 'SaveAgent', data: { ...dataOf(agent), active } });
    if (isDone) this.#tell.say(said);
  }
}
