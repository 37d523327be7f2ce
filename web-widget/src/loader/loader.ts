/*
 * What stands on somebody else's page: a button, and the frame it opens. No framework, no cookies, nothing fetched before it is needed.
 * <script async src="https://…/widget/loader.js" data-site="…"></script>, or without `data-site` and a call of Holdfast('boot', {site}).
 */
import type { Holdfast, HoldfastEvent, HoldfastEvents, HoldfastOptions, IdentityToken, Profile } from './api.ts';
import { complain } from './complain.ts';
import { createLauncher, type Emit, type Launcher } from './launcher.ts';

type Listener = (told: never) => void;

const script = document.currentScript as HTMLScriptElement | null;
const base = new URL('.', script?.src ?? location.href);
const listeners = new Map<string, Set<Listener>>();
let options: HoldfastOptions | undefined;
let launcher: Launcher | undefined;

const emit: Emit = (event, told) => {
  for (const listener of listeners.get(event) ?? []) {
    try {
      (listener as (told: HoldfastEvents[HoldfastEvent]) => void)(told);
    } catch (error) {
      // The page's own mistake, and told as such; the chat goes on.
      reportError(error);
    }
  }
};

/** @param who whether somebody else is vouched for than before */
function change(
  more: Partial<HoldfastOptions> | null | undefined,
  who = 'identity' in Object(more) && isOther(more?.identity),
): void {
  if (options === undefined) {
    complain('boot comes first');
    return;
  }
  options = { ...options, ...more };
  launcher?.change(options, who);
}

function boot(wanted: HoldfastOptions | undefined): void {
  if (typeof wanted?.site !== 'string' || wanted.site === '') {
    complain('boot needs {site}');
    return;
  }
  if (launcher !== undefined && options?.site === wanted.site) {
    change(wanted);
    return;
  }
  launcher?.remove();
  options = wanted;
  launcher = createLauncher(base, wanted, emit);
}

/** A page that boots anew makes its function anew, for the same person. */
function isOther(identity: IdentityToken | undefined): boolean {
  const before = options?.identity;
  return identity !== before && !(typeof identity === 'function' && typeof before === 'function');
}

function identify(who: Profile | { readonly token: IdentityToken } | null | undefined): void {
  if (!who || typeof who !== 'object') {
    complain('identify needs {name, email} or {token}');
    return;
  }
  if ('token' in who) change({ identity: who.token }, who.token !== options?.identity);
  else change({ visitor: who });
}

function listen(event: unknown, listener: unknown): (() => void) | undefined {
  if (typeof event !== 'string' || typeof listener !== 'function') {
    complain('on needs an event and a function');
    return undefined;
  }
  const all = listeners.get(event) ?? new Set();
  listeners.set(event, all.add(listener as Listener));
  return () => void all.delete(listener as Listener);
}

function perform(call: string, ...given: unknown[]): (() => void) | undefined {
  const [first, second] = given;
  switch (call) {
    case 'boot':
      boot(first as HoldfastOptions | undefined);
      return;
    case 'update':
      change(first as Partial<HoldfastOptions> | undefined);
      return;
    case 'identify':
      identify(first as Profile | undefined);
      return;
    case 'shutdown':
      launcher?.remove();
      launcher = options = undefined;
      return;
    case 'open':
    case 'close':
    case 'toggle':
      launcher?.[call]();
      return;
    case 'newMessage':
      launcher?.compose(typeof first === 'string' ? first : '');
      return;
    case 'show':
    case 'hide':
      launcher?.setVisible(call === 'show');
      return;
    case 'on':
      return listen(first, second);
    case 'off':
      listeners.get(String(first))?.delete(second as Listener);
      return;
    default:
      complain(`no call "${call}"`);
      return;
  }
}

/** Nothing waits once it is performed; a page whose calls still wait has another kind of `q`, or none. */
perform.q = 0 as const;
const page = globalThis as { Holdfast?: { q?: Holdfast['q'] | 0 } };
const { site } = script?.dataset ?? {};
/** Until there is a page to stand on, calls go on waiting where they waited for this file. */
const start = (): void => {
  // Another tag on the same page came first.
  const queued = page.Holdfast?.q ?? [];
  if (queued === 0) return;
  page.Holdfast = perform;
  if (site !== undefined) boot({ site });
  for (const call of queued) perform(...(Array.from(call) as [string]));
};
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
else start();
