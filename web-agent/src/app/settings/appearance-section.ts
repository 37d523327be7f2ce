import { Component, computed, inject } from '@angular/core';
import { Preferences } from '../../look/preferences.ts';
import { type Scheme, SCHEMES } from '../../look/preferences-data.ts';
import { language, words } from '../../words/words.ts';

/** In which language the console speaks, and whether it is light or dark. */
@Component({
  selector: 'hf-appearance-section',
  template: `
    <header>
      <h2>{{ words().settings.appearance }}</h2>
    </header>
    <div class="body">
      <div>
        <label class="name" for="language">{{ words().settings.language }}</label>
        <select #tongue id="language" class="control" (change)="speak(tongue.value)">
          <option value="" [selected]="now().language === null">{{ asBrowser() }}</option>
          @for (pack of packs(); track pack.tag) {
            <option [value]="pack.tag" [lang]="pack.tag" [selected]="now().language === pack.tag">
              {{ pack.name }}
            </option>
          }
        </select>
      </div>
      <fieldset>
        <legend class="name">{{ words().settings.scheme }}</legend>
        <div class="choices">
          @for (scheme of schemes; track scheme) {
            <label class="choice">
              <input
                type="radio"
                name="scheme"
                [value]="scheme"
                [checked]="now().scheme === scheme"
                (change)="show(scheme)"
              />
              <span class="page" [attr.data-of]="scheme" aria-hidden="true"><i></i><i></i></span>
              <b>{{ words().settings.schemes[scheme] }}</b>
            </label>
          }
        </div>
      </fieldset>
    </div>
  `,
  styleUrls: ['./section.css', './appearance-section.css'],
})
export class AppearanceSection {
  readonly #preferences = inject(Preferences);
  protected readonly words = words;
  protected readonly now = this.#preferences.now;
  protected readonly schemes = SCHEMES;
  /** The stand-in for Arabic is offered to nobody who has not found it by the address. */
  protected readonly packs = computed(() =>
    language.packs.filter(({ tag }) => tag !== 'ar' || tag === language.tag() || tag === this.now().language),
  );
  protected readonly asBrowser = computed(() => {
    const main = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';
    const spoken = navigator.languages.map(main);
    const tag = spoken.find((one) => one !== 'ar' && language.packs.some((pack) => pack.tag === one)) ?? 'en';
    return words().settings.asBrowser(language.packs.find((pack) => pack.tag === tag)?.name ?? tag);
  });

  protected speak(tag: string): void {
    this.#preferences.change({ language: tag === '' ? null : tag });
  }

  protected show(scheme: Scheme): void {
    this.#preferences.change({ scheme });
  }
}
