/*
 * What stands on somebody else's page: a button, and the frame it opens. No framework, no cookies, nothing fetched before it is needed.
 * <script async src="https://…/widget/loader.js" data-site="…"></script>, or without `data-site` and a call of Holdfast('boot', {site}).
 */
import { createLauncher, type Launcher } from './launcher.ts';

type Listener = (value: number) => void;
type Call = ['boot', { site: string }] | ['show' | 'hide' | 'open' | 'shutdown'] | ['on', 'unread', Listener];
type Holdfast = ((...call: Call) => void) & { q?: ArrayLike<unknown>[] };

const script = document.currentScript as HTMLScriptElement | null;
const base = new URL('.', script?.src ?? location.href);
const listeners = new Set<Listener>();
let launcher: Launcher | undefined;

function boot(site: string): void {
  launcher ??= createLauncher(base, site, (count) => {
    for (const listener of listeners) listener(count);
  });
}

function perform(...call: Call): void {
  switch (call[0]) {
    case 'boot':
      boot(call[1].site);
      return;
    case 'open':
      launcher?.open();
      return;
    case 'show':
    case 'hide':
      launcher?.setVisible(call[0] === 'show');
      return;
    case 'shutdown':
      launcher?.remove();
      launcher = undefined;
      return;
    case 'on':
      listeners.add(call[2]);
      return;
  }
}

const page = globalThis as { Holdfast?: Holdfast };
const queued = page.Holdfast?.q ?? [];
page.Holdfast = perform;
const { site } = script?.dataset ?? {};
const start = (): void => {
  if (site !== undefined) boot(site);
  for (const call of queued) perform(...(Array.from(call) as Call));
};
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
else start();
