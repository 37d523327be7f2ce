import { Component, DOCUMENT, effect, inject, untracked } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { SignIn } from '../api/sign-in.ts';
import { Preferences } from '../look/preferences.ts';

@Component({ selector: 'hf-root', imports: [RouterOutlet], template: `<router-outlet />` })
export class App {
  constructor() {
    const preferences = inject(Preferences);
    const signIn = inject(SignIn);
    const page = inject(DOCUMENT).documentElement;
    effect(() => {
      const [workspace, agent] = [signIn.workspace(), signIn.agent()];
      if (workspace !== null && agent !== null) untracked(() => preferences.belongTo(`${workspace}:${agent.id}`));
    });
    effect(() => {
      const { scheme } = preferences.now();
      if (scheme === 'system') delete page.dataset['scheme'];
      else page.dataset['scheme'] = scheme;
    });
  }
}
