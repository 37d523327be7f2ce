import { inject } from '@angular/core';
import { Router } from '@angular/router';
import type { InboxFilter } from '@holdfast/contracts';
import { SignIn } from '../api/sign-in.ts';
import { Preferences } from '../look/preferences.ts';
import { Tell } from '../look/tell.ts';
import { type Scheme, SCHEMES } from '../look/preferences-data.ts';
import { language, words } from '../words/words.ts';
import { type Command, Commands } from './live/commands.ts';
import { FILTERS, VIEW_ICONS } from './live/filters.ts';
import { Place } from './live/place.ts';

const VIEW_KEYS: Record<InboxFilter, string> = {
  mine: 'g i',
  mentions: 'g m',
  waiting: 'g w',
  team: 'g t',
  all: 'g a',
  closed: 'g c',
};
const SCHEME_ICONS = { system: 'panel', light: 'sun', dark: 'moon' } as const satisfies Record<Scheme, Command['icon']>;

/** What can be done from everywhere: where to go, how it looks, and help. */
export function offerConsoleCommands(ports: { readonly palette: () => void; readonly sheet: () => void }): void {
  const place = inject(Place);
  const router = inject(Router);
  const preferences = inject(Preferences);
  const signIn = inject(SignIn);
  const tell = inject(Tell);
  inject(Commands).offer((): readonly Command[] => {
    const { inbox, page } = words();
    const offered = tell.offered();
    return [
      ...(offered === null
        ? []
        : [
            {
              id: 'you.undo',
              title: offered.action,
              group: 'you',
              icon: 'return',
              keys: ['z'],
              run: () => offered.act(),
            } as const,
          ]),
      ...FILTERS.map((filter): Command => ({
        id: `go.${filter}`,
        title: page.goTo(inbox.names[filter]),
        group: 'go',
        icon: VIEW_ICONS[filter],
        keys: [VIEW_KEYS[filter]],
        run: () => place.showView(filter),
      })),
      {
        id: 'go.settings',
        title: page.goTo(page.settings),
        group: 'go',
        icon: 'settings',
        keys: ['g s'],
        run: () => void router.navigateByUrl('/settings'),
      },
      ...(signIn.agent()?.role === 'admin'
        ? [
            {
              id: 'go.admin',
              title: page.goTo(page.admin),
              group: 'go',
              icon: 'key',
              run: () => void router.navigateByUrl('/admin'),
            } as const,
          ]
        : []),
      ...SCHEMES.filter((scheme) => scheme !== preferences.now().scheme).map((scheme): Command => ({
        id: `you.scheme.${scheme}`,
        title: page.schemes[scheme],
        group: 'you',
        icon: SCHEME_ICONS[scheme],
        words: page.appearance,
        run: () => preferences.change({ scheme }),
      })),
      // The stand-in for Arabic is nobody's language.
      ...language.packs
        .filter(({ tag }) => tag !== language.tag() && tag !== 'ar')
        .map((pack): Command => ({
          id: `you.language.${pack.tag}`,
          title: page.speak(pack.name),
          group: 'you',
          icon: 'globe',
          words: `${page.language} language`,
          run: () => preferences.change({ language: pack.tag }),
        })),
      {
        id: 'help.palette',
        title: page.palette.title,
        group: 'you',
        keys: ['$mod+k'],
        hidden: true,
        run: ports.palette,
      },
      {
        id: 'help.shortcuts',
        title: page.sheet.title,
        group: 'you',
        icon: 'keyboard',
        keys: ['[Shift]+?'],
        run: ports.sheet,
      },
      {
        id: 'you.signOut',
        title: page.signOut,
        group: 'you',
        icon: 'signOut',
        run: () => void signIn.signOut(),
      },
    ];
  });
}
