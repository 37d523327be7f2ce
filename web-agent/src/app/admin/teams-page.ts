import { Component, computed, inject } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { Avatar, Icon } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import { locale, words } from '../../words/words.ts';
import { Dialogs } from './dialogs.ts';
import { TeamEditor } from './team-editor.ts';

type Team = ReturnType<Directory['teams']>[number];
const SHOWN = 6;

@Component({
  selector: 'hf-teams-page',
  imports: [Avatar, Icon, MatButton, MatIconButton],
  templateUrl: './teams-page.html',
  styleUrls: ['./list-page.css', './teams-page.css'],
})
export class TeamsPage {
  readonly #directory = inject(Directory);
  readonly #dialogs = inject(Dialogs);
  protected readonly words = words;
  protected readonly teams = computed(() => {
    const join = new Intl.ListFormat(locale());
    const agents = this.#directory.agents().filter(({ active }) => active);
    return this.#directory.teams().map((team) => {
      const members = agents.filter(({ teams }) => teams.includes(team.teamId));
      const sites = this.#directory.sites().filter(({ teamId }) => teamId === team.teamId);
      return {
        team,
        members: members.slice(0, SHOWN),
        more: Math.max(0, members.length - SHOWN),
        count: members.length,
        names: join.format(members.map(({ name }) => name)),
        sites: join.format(sites.map(({ name }) => name)),
      };
    });
  });

  protected edit(team?: Team): void {
    void this.#dialogs.open(TeamEditor, team, '28rem');
  }
}
