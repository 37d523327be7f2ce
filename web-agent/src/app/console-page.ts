import { OverlayContainer } from '@angular/cdk/overlay';
import { Component, effect, inject, viewChild } from '@angular/core';
import { Router, RouterOutlet } from '@angular/router';
import { SignIn } from '../api/sign-in.ts';
import { Screen } from '../look/screen.ts';
import { words } from '../words/words.ts';
import { ConnectionBanner } from './connection/connection-banner.ts';
import { offerConsoleCommands } from './console-commands.ts';
import { ConsoleRail } from './console-rail.ts';
import { Place } from './live/place.ts';
import { Looking } from './notifications/looking.ts';
import { Notifier } from './notifications/notifier.ts';
import { Palette } from './palette/palette.ts';
import { Shortcuts } from './shortcuts/shortcuts.ts';
import { ShortcutSheet } from './shortcuts/shortcut-sheet.ts';
import { GlobalSearch } from './search/global-search.ts';

/** What stands around every page of somebody who is signed in. */
@Component({
  selector: 'hf-console-page',
  imports: [ConnectionBanner, ConsoleRail, Palette, RouterOutlet, ShortcutSheet],
  providers: [Looking, Notifier, Shortcuts],
  templateUrl: './console-page.html',
  styleUrl: './console-page.css',
})
export class ConsolePage {
  protected readonly screen = inject(Screen);
  protected readonly place = inject(Place);
  private readonly palette = viewChild(Palette);
  private readonly sheet = viewChild(ShortcutSheet);

  constructor() {
    // Offered on every page, whatever is shown there.
    inject(GlobalSearch);
    const router = inject(Router);
    const signIn = inject(SignIn);
    inject(Shortcuts);
    inject(Notifier);
    offerConsoleCommands({ palette: () => this.palette()?.open(), sheet: () => this.sheet()?.open() });
    // Menus open at the end of the document: there, too, one is somewhere on the page.
    const over = inject(OverlayContainer).getContainerElement();
    over.setAttribute('role', 'region');
    effect(() => over.setAttribute('aria-label', words().page.over));
    effect(() => {
      if (signIn.state() === 'signed-out') void router.navigateByUrl('/sign-in');
    });
  }
}
