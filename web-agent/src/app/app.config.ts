import {
  type ApplicationConfig,
  DOCUMENT,
  inject,
  Injector,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
} from '@angular/core';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { ALL_ICONS, ICONS } from '@holdfast/look';
import { SignIn } from '../api/sign-in.ts';
import { useLanguage } from '../words/use-language.ts';
import { beginEarly } from './begin-early.ts';
import { routes } from './routes.ts';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    { provide: ICONS, useValue: ALL_ICONS },
    provideRouter(routes, withComponentInputBinding()),
    // Not waited for: while the server cannot be reached there is a page that says so.
    provideAppInitializer(() => {
      const signIn = inject(SignIn);
      void signIn.restore();
      // Whoever is invited here may be signed in as somebody else.
      const isInvited = inject(DOCUMENT).location.pathname.startsWith('/invitation');
      if (signIn.state() === 'unknown' && !isInvited) beginEarly(inject(Injector));
    }),
    provideAppInitializer(() => useLanguage()),
  ],
};
