import type { Injector } from '@angular/core';

/**
 * Fetches what somebody who is signed in is going to see while it is still asked who they are; their connection opens as soon as that is known.
 * What cannot be fetched here is asked for again by the router.
 */
export function beginEarly(injector: Injector): void {
  const parts = [import('./console-page.ts'), import('./chats-page.ts')];
  const live = import('./live/live.ts').then(({ Live }) => injector.get(Live));
  void Promise.allSettled([...parts, live]);
}
