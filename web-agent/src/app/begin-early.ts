import type { Injector } from '@angular/core';

/**
 * Fetches what somebody who is signed in is going to see, and lets their connection open, while it is still asked who they are.
 * What cannot be fetched here is asked for again by the router, which tells what is wrong.
 */
export function beginEarly(injector: Injector): void {
  const parts = [import('./console-page.ts'), import('./chats-page.ts')];
  const live = import('./live/live.ts').then(({ Live }) => injector.get(Live));
  void Promise.allSettled([...parts, live]);
}
