import { Component } from '@angular/core';
import { words } from '../../words/words.ts';
import { AppearanceSection } from './appearance-section.ts';
import { KeyboardSection } from './keyboard-section.ts';
import { NoticesSection } from './notices-section.ts';
import { PasswordSection } from './password-section.ts';
import { ProfileSection } from './profile-section.ts';
import { QuietSection } from './quiet-section.ts';

/** What a person chooses for themselves. Everything but profile and password holds as soon as it is chosen. */
@Component({
  selector: 'hf-settings-page',
  imports: [AppearanceSection, KeyboardSection, NoticesSection, PasswordSection, ProfileSection, QuietSection],
  template: `<main>
    <h1>{{ words().settings.title }}</h1>
    <p>{{ words().settings.lead }}</p>
    <hf-profile-section />
    <hf-password-section />
    <hf-appearance-section />
    <hf-notices-section />
    <hf-quiet-section />
    <hf-keyboard-section />
  </main>`,
  styles: `
    :host {
      display: block;
      overflow-y: auto;
      background: var(--hf-backdrop);
    }
    main {
      display: grid;
      gap: var(--hf-space-4);
      max-inline-size: 46rem;
      margin-inline: auto;
      padding: var(--hf-space-8) clamp(0.75rem, 3vw, 2rem);
    }
    h1 {
      margin: 0;
      font-size: var(--hf-text-xl);
      font-weight: 700;
    }
    p {
      margin: -0.75rem 0 var(--hf-space-2);
      color: var(--hf-quiet);
    }
    @media (width < 45rem) {
      main {
        padding-block: var(--hf-space-4);
      }
    }
  `,
})
export class SettingsPage {
  protected readonly words = words;
}
