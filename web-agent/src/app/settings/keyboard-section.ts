import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '@holdfast/look';
import { Preferences } from '../../look/preferences.ts';
import { type Sends, SENDS } from '../../look/preferences-data.ts';
import { Switch } from '../../look/switch.ts';
import { words } from '../../words/words.ts';
import { Commands } from '../live/commands.ts';
import { keyCaps } from '../live/key-text.ts';

/** What Enter does, and whether single keys act. */
@Component({
  selector: 'hf-keyboard-section',
  imports: [Icon, MatButton, Switch],
  template: `
    <header>
      <h2>{{ words().settings.keyboard }}</h2>
    </header>
    <div class="body">
      <fieldset>
        <legend class="name">{{ words().settings.sends }}</legend>
        <div class="choices">
          @for (way of ways; track way) {
            <label class="choice">
              <input type="radio" name="sends" [value]="way" [checked]="now().sends === way" (change)="send(way)" />
              <b>{{ nameOf(way) }}</b>
              <small>{{ way === 'enter' ? words().settings.enterMeans : words().settings.modEnterMeans }}</small>
            </label>
          }
        </div>
      </fieldset>
      <div class="row">
        <span>
          <b>{{ words().settings.singleKeys }}</b>
          <span class="hint" id="single-keys-hint">{{ words().settings.singleKeysHint }}</span>
        </span>
        <hf-switch
          [label]="words().settings.singleKeys"
          describedBy="single-keys-hint"
          [on]="now().shortcuts"
          (switched)="turn($event)"
        />
      </div>
      <div>
        <button matButton="tonal" type="button" (click)="showSheet()">
          <hf-icon matButtonIcon name="keyboard" />{{ words().settings.showSheet }}
        </button>
      </div>
    </div>
  `,
  styleUrl: './section.css',
})
export class KeyboardSection {
  readonly #preferences = inject(Preferences);
  readonly #commands = inject(Commands);
  protected readonly words = words;
  protected readonly now = this.#preferences.now;
  protected readonly ways = SENDS;

  protected nameOf(way: Sends): string {
    return way === 'enter' ? words().settings.enterSends : words().settings.modEnterSends(keyCaps('$mod')[0] ?? '');
  }

  protected send(sends: Sends): void {
    this.#preferences.change({ sends });
  }

  protected turn(shortcuts: boolean): void {
    this.#preferences.change({ shortcuts });
  }

  protected showSheet(): void {
    this.#commands.run('help.shortcuts');
  }
}
