import { Component } from '@angular/core';
import { words } from '../../words/words.ts';

/** What a person chooses for themselves. */
@Component({
  selector: 'hf-settings-page',
  template: `<main>
    <h1>{{ words().page.settings }}</h1>
  </main>`,
})
export class SettingsPage {
  protected readonly words = words;
}
