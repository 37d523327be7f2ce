import { Component, computed, inject } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { Avatar, Icon, type IconName } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import { SignIn } from '../../api/sign-in.ts';
import { words } from '../../words/words.ts';

type Section = 'agents' | 'teams' | 'sites' | 'replies';
const SECTIONS: readonly { readonly path: Section; readonly icon: IconName }[] = [
  { path: 'agents', icon: 'user' },
  { path: 'teams', icon: 'users' },
  { path: 'sites', icon: 'globe' },
  { path: 'replies', icon: 'reply' },
];

/** What admins set up. Others are told whom to ask. */
@Component({
  selector: 'hf-admin-page',
  imports: [Avatar, Icon, MatButton, MatIconButton, RouterLink, RouterLinkActive, RouterOutlet],
  templateUrl: './admin-page.html',
  styleUrl: './admin-page.css',
})
export class AdminPage {
  protected readonly words = words;
  protected readonly sections = SECTIONS;
  protected readonly directory = inject(Directory);
  readonly #signIn = inject(SignIn);
  /** As the workspace has it now: a token may be older than a change of role. */
  protected readonly isAdmin = computed(() => {
    const me = this.#signIn.agent();
    const now = this.directory.agents().find(({ agentId }) => agentId === me?.id);
    return (now?.role ?? me?.role) === 'admin';
  });
  protected readonly admins = computed(() =>
    this.directory.agents().filter(({ role, active }) => active && role === 'admin'),
  );
}
