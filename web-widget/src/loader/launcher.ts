import type { HoldfastEvent, HoldfastEvents, HoldfastOptions, IdentityToken } from './api.ts';
import { element, icon } from './elements.ts';
import { complain } from './complain.ts';
import css from './look.css';
import type { FromFrame, Preview, ToFrame } from './protocol.ts';
import { textsIn } from './texts.ts';
import { countInTitle } from './title.ts';

/** The button on the page, the bubble beside it, and the panel that it opens. */
export interface Launcher {
  open(): void;
  close(): void;
  toggle(): void;
  compose(text: string): void;
  setVisible(visible: boolean): void;
  /** Takes other options over; `who`: somebody else is vouched for, and the conversation begins anew as theirs. */
  change(options: HoldfastOptions, who: boolean): void;
  /** Removes everything, also what the frame keeps of the visitor. */
  remove(): void;
}

/** Tells whoever listens. */
export type Emit = <E extends HoldfastEvent>(event: E, told: HoldfastEvents[E]) => void;

/** A frame that has said nothing for so long will not: this page may not embed it, or nobody answers. */
const UNREACHABLE_MS = 15_000;
/** So long after it was loaded a frame may be silent. */
const SILENT_MS = 1_000;
/** How long forgetting may take before the frame is taken away all the same. */
const FORGET_MS = 3_000;
const TALK = 'M4 5h16v11H10l-5 4v-4H4z';
const DOWN = 'M6 9.5l6 6 6-6';
const CROSS = 'M6 6l12 12M18 6L6 18';
/** The page comes first. */
const SETTLE_MS = 300;
const KNOWN = 'holdfast:known';

export function createLauncher(base: URL, options: HoldfastOptions, emit: Emit): Launcher {
  const host = element('div', {});
  // The page's styles stay out, and ours stay in.
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const badge = element('span', { class: 'badge', hidden: '', 'aria-hidden': 'true' });
  const button = element('button', { class: 'launcher', 'aria-expanded': 'false' }, icon(TALK), badge);
  const panel = element('div', { class: 'panel', role: 'dialog', 'aria-label': 'Chat', hidden: '' });
  const bubble = element('div', { class: 'bubble', hidden: '' });
  root.append(panel, bubble, button);
  document.body.append(host);

  let frame: HTMLIFrameElement | undefined;
  let isOpen = false;
  let isReady = false;
  let unread = 0;
  let language: readonly string[] = languages();
  let dismissed = '';
  let forgotten: (() => void) | undefined;
  const waiting: ToFrame[] = [];

  function languages(): readonly string[] {
    return [options.locale ?? '', document.documentElement.lang, ...navigator.languages].filter((tag) => tag !== '');
  }

  /** What is said before the frame is there is said when it is. Before that it is not of our origin yet. */
  function tell(message: ToFrame): void {
    if (isReady) frame?.contentWindow?.postMessage(message, base.origin);
    else waiting.push(message);
  }

  function tellSetup(): void {
    const { locale, theme, visitor, identity } = options;
    const { title, referrer } = document;
    tell({
      type: 'setup',
      page: { url: location.href, title, referrer },
      wishes: { locale, theme, visitor },
      languages: languages(),
      vouches: identity !== undefined,
    });
  }

  function load(): void {
    if (frame !== undefined) return;
    const asked = new URLSearchParams({ site: options.site, host: location.origin });
    const mine = element('iframe', {
      src: `${base.href}?${asked.toString()}`,
      title: 'Chat',
      allow: 'clipboard-write; autoplay',
    });
    frame = mine;
    panel.replaceChildren(mine);
    const giveUp = (): void => {
      if (frame === mine) apologise();
    };
    // What the browser refuses to embed loads, too, and says nothing: a page of the browser's own, which nobody should see.
    mine.addEventListener('load', () => {
      mine.hidden = !isReady;
      setTimeout(giveUp, SILENT_MS);
    });
    setTimeout(giveUp, UNREACHABLE_MS);
  }

  function unload(): void {
    frame = undefined;
    isReady = false;
    waiting.length = 0;
    panel.replaceChildren();
  }

  /** In place of the browser's own broken page; the next opening tries again. */
  function apologise(): void {
    if (isReady) return;
    unload();
    complain(`no answer: site ${options.site} must allow ${location.origin}`);
    panel.replaceChildren(element('p', { role: 'alert' }, textsIn(language).unreachable));
  }

  function show(open: boolean): void {
    if (open === isOpen) return;
    isOpen = open;
    if (open) {
      load();
      tellSetup();
    }
    panel.hidden = !open;
    settle();
    paint();
    // One that is still loading is given the focus when it is there: given to what comes before it, it would be lost.
    if (!open) button.focus();
    else if (isReady) frame?.focus();
    emit(open ? 'open' : 'close', null);
  }

  /** Whether somebody can see the conversation. In full screen the page behind must not move then. */
  function settle(): void {
    const isSeen = isOpen && host.style.display === '';
    document.documentElement.style.overflow = isSeen && matchMedia('(max-width: 480px)').matches ? 'hidden' : '';
    tell({ type: isSeen ? 'shown' : 'hidden' });
  }

  function paint(): void {
    const texts = textsIn(language);
    button.setAttribute('aria-expanded', String(isOpen));
    button.setAttribute('aria-label', isOpen ? texts.close : unread > 0 ? texts.unread(unread) : texts.open);
    button.replaceChildren(icon(isOpen ? DOWN : TALK), badge);
    badge.hidden = unread === 0 || isOpen;
    badge.textContent = unread > 99 ? '99+' : String(unread);
    if (isOpen) bubble.hidden = true;
    host.dataset['theme'] = options.theme ?? 'auto';
  }

  function preview(message: Preview | null): void {
    bubble.hidden = message === null || isOpen || message.id === dismissed;
    if (message === null || bubble.hidden) return;
    const picture = element('img', { src: message.picture, alt: '' });
    picture.addEventListener('error', () => picture.remove());
    const face = element('span', { class: 'face', 'aria-hidden': 'true' }, message.initials, picture);
    const text = element('span', {}, element('b', {}, message.name), element('span', { dir: 'auto' }, message.text));
    const said = element('button', { class: 'said' }, face, text);
    said.addEventListener('click', () => {
      tell({ type: 'session', session: message.session });
      show(true);
    });
    const { dismiss } = textsIn(language);
    const gone = element('button', { class: 'dismiss', 'aria-label': dismiss }, icon(CROSS));
    gone.addEventListener('click', () => {
      dismissed = message.id;
      bubble.hidden = true;
      button.focus();
    });
    bubble.replaceChildren(said, gone);
  }

  async function vouch(identity: IdentityToken | undefined): Promise<void> {
    let token: string | null | undefined;
    try {
      token = (typeof identity === 'function' ? await identity() : identity) ?? null;
    } catch (error) {
      complain(`no identity token: ${String(error)}`);
    }
    tell({ type: 'identity', token });
  }

  function hear(event: MessageEvent<unknown>): void {
    if (frame === undefined) return;
    if (event.source !== frame.contentWindow || event.origin !== base.origin) return;
    const message = (event.data as { holdfast: FromFrame }).holdfast;
    switch (message.type) {
      case 'ready': {
        isReady = true;
        frame.hidden = false;
        if (forgotten === undefined) known(true);
        tellSetup();
        for (const earlier of waiting.splice(0)) if (earlier.type !== 'setup') tell(earlier);
        settle();
        if (isOpen) frame.focus();
        emit('ready', null);
        return;
      }
      case 'ask-identity':
        void vouch(options.identity);
        return;
      case 'close':
        show(false);
        return;
      case 'unread':
        if (message.count !== unread) emit('unread', message.count);
        unread = message.count;
        countInTitle(message.inTitle ? unread : 0);
        paint();
        preview(message.preview);
        return;
      case 'look':
        language = [message.language];
        host.style.setProperty('--holdfast-colour', message.colour);
        host.style.setProperty('--holdfast-on-colour', message.onColour);
        paint();
        return;
      case 'told':
        emit(message.event, message.told);
        return;
      case 'forgotten':
        forgotten?.();
        return;
    }
  }

  function detach(): void {
    removeEventListener('message', hear);
    countInTitle(0);
    document.documentElement.style.overflow = '';
    host.remove();
  }

  const toggle = (): void => show(!isOpen);
  button.addEventListener('click', toggle);
  addEventListener('message', hear);
  paint();
  // Somebody who has talked here before may have an answer waiting.
  if (known()) setTimeout(load, SETTLE_MS);

  return {
    open: () => show(true),
    close: () => show(false),
    toggle,
    compose: (text) => {
      load();
      tell({ type: 'compose', text });
      show(true);
    },
    setVisible: (visible) => {
      host.style.display = visible ? '' : 'none';
      settle();
    },
    change: (next, who) => {
      options = next;
      language = languages();
      paint();
      if (!who) tellSetup();
      else if (frame !== undefined) {
        unload();
        load();
      }
    },
    remove: () => {
      if (frame === undefined && !known()) {
        detach();
        return;
      }
      // What is kept of the visitor is the frame's: it is asked to forget, and goes when it has.
      forgotten = detach;
      setTimeout(detach, FORGET_MS);
      host.style.display = 'none';
      load();
      tell({ type: 'forget' });
      known(false);
    },
  };
}

/** Whether somebody has talked here before; `is`: from now on. Where the page may not store nobody has, and the frame is loaded when it is opened. */
function known(is?: boolean): boolean {
  try {
    if (is === true) localStorage.setItem(KNOWN, '1');
    if (is === false) localStorage.removeItem(KNOWN);
    return localStorage.getItem(KNOWN) !== null;
  } catch {
    return false;
  }
}
