import { inject, Injector } from '@angular/core';
import { toObservable } from '@angular/core/rxjs-interop';
import { type CanActivateFn, Router, type Routes, type UrlMatcher } from '@angular/router';
import { filter, map, take } from 'rxjs';
import { SignIn } from '../api/sign-in.ts';
import { beginEarly } from './begin-early.ts';
import { isFilter } from './live/filters.ts';

/** Waits until it is known who is there. While that cannot be found out, the sign-in page says so. */
const signedIn: CanActivateFn = (_route, { url }) => {
  const router = inject(Router);
  const { state } = inject(SignIn);
  if (state() !== 'signed-out') beginEarly(inject(Injector));
  return toObservable(state).pipe(
    filter((found) => found !== 'unknown'),
    take(1),
    map((found) => found === 'signed-in' || router.createUrlTree(['/sign-in'], { queryParams: { to: url } })),
  );
};

const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** `/<filter>` and `/<filter>/<session>` are one page, which stays while its parts change. */
const chats: UrlMatcher = (segments) => {
  const [filter, session, ...more] = segments;
  if (filter === undefined || !isFilter(filter.path) || more.length > 0) return null;
  // What is no id must not reach the socket, which would be closed for it.
  if (session !== undefined && !ID.test(session.path)) return null;
  return { consumed: segments, posParams: session === undefined ? { filter } : { filter, session } };
};

export const routes: Routes = [
  {
    path: 'sign-in',
    loadComponent: () => import('./sign-in/sign-in-page.ts').then(({ SignInPage }) => SignInPage),
  },
  {
    path: 'invitation',
    loadComponent: () => import('./invitation/invitation-page.ts').then(({ InvitationPage }) => InvitationPage),
  },
  {
    path: '',
    loadComponent: () => import('./console-page.ts').then(({ ConsolePage }) => ConsolePage),
    canActivate: [signedIn],
    children: [
      {
        path: 'admin',
        loadChildren: () => import('./admin/admin-routes.ts').then(({ adminRoutes }) => adminRoutes),
      },
      {
        path: 'settings',
        loadComponent: () => import('./settings/settings-page.ts').then(({ SettingsPage }) => SettingsPage),
      },
      {
        matcher: chats,
        loadComponent: () => import('./chats-page.ts').then(({ ChatsPage }) => ChatsPage),
      },
      { path: '**', redirectTo: '/mine' },
    ],
  },
];
