import { Component, DOCUMENT, effect, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Preferences } from '../look/preferences.ts';

@Component({ selector: 'hf-root', imports: [RouterOutlet], template: `<router-outlet />` })
export class App {
  constructor() {
    const preferences = inject(Preferences);
    const page = inject(DOCUMENT).documentElement;
    effect(() => {
      const { scheme } = preferences.now();
      if (scheme === 'system') delete page.dataset['scheme'];
      else page.dataset['scheme'] = scheme;
    });
  }
}
