import {
  type ApplicationConfig,
  inject,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
} from '@angular/core';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { ALL_ICONS, ICONS } from '@holdfast/look';
import { SignIn } from '../api/sign-in.ts';
import { useLanguage } from '../words/use-language.ts';
import { routes } from './routes.ts';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    { provide: ICONS, useValue: ALL_ICONS },
    provideRouter(routes, withComponentInputBinding()),
    // Not waited for: while the server cannot be reached there is a page that says so.
    provideAppInitializer(() => void inject(SignIn).restore()),
    provideAppInitializer(() => useLanguage()),
  ],
};
