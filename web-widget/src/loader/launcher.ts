import { css } from './look.ts';

/** The button on the page, and the panel that it opens. */
export interface Launcher {
  open(): void;
  setVisible(visible: boolean): void;
  remove(): void;
}

/** What the frame says; the origin it comes from is ours. */
type FromFrame =
  | { readonly type: 'ready' | 'close' }
  | { readonly type: 'unread'; readonly count: number }
  | { readonly type: 'colour'; readonly colour: string };

/** A frame that has said nothing for so long will not: this page may not embed it, or nobody answers. */
const UNREACHABLE_MS = 15_000;
const ICON = 'M4 4h16v12H9l-5 4z';
const SEEN = 'holdfast:known';

/** @param onUnread told whenever the number of unread messages changes */
export function createLauncher(base: URL, site: string, onUnread: (count: number) => void): Launcher {
  const host = document.createElement('div');
  // The page's styles stay out, and ours stay in.
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const button = element('button', { type: 'button', 'aria-label': 'Open chat', 'aria-expanded': 'false' });
  button.append(icon());
  const badge = element('span', { class: 'badge', hidden: '' });
  button.append(badge);
  const panel = element('div', { class: 'panel', role: 'dialog', 'aria-label': 'Chat', hidden: '' });
  root.append(panel, button);
  document.body.append(host);

  let frame: HTMLIFrameElement | undefined;
  let isOpen = false;
  let isReady = false;

  // Before it says that it is ready, the frame is not of our origin yet.
  const tell = (message: unknown): void => {
    if (isReady) frame?.contentWindow?.postMessage(message, base.origin);
  };

  function load(): void {
    if (frame !== undefined) return;
    const source = new URL(base);
    source.searchParams.set('site', site);
    source.searchParams.set('host', location.origin);
    frame = element('iframe', { src: source.href, title: 'Chat', allow: 'clipboard-write' });
    panel.replaceChildren(frame);
    setTimeout(apologise, UNREACHABLE_MS);
  }

  /** In place of the browser's own broken page; the next opening tries again. */
  function apologise(): void {
    if (isReady) return;
    frame = undefined;
    const apology = element('p', { role: 'alert' });
    apology.textContent = 'The chat cannot be reached from this page right now.';
    panel.replaceChildren(apology);
  }

  function show(open: boolean): void {
    isOpen = open;
    load();
    panel.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    button.setAttribute('aria-label', open ? 'Close chat' : 'Open chat');
    root.firstElementChild?.classList.toggle('open', open);
    tell({ type: open ? 'shown' : 'hidden' });
    if (open) frame?.focus();
    else button.focus();
  }

  function count(unread: number): void {
    badge.hidden = unread === 0 || isOpen;
    badge.textContent = unread > 99 ? '99+' : String(unread);
    onUnread(unread);
  }

  function hear(event: MessageEvent<unknown>): void {
    if (frame === undefined) return;
    if (event.source !== frame.contentWindow || event.origin !== base.origin) return;
    const message = (event.data as { holdfast: FromFrame }).holdfast;
    switch (message.type) {
      case 'ready':
        isReady = true;
        remember();
        tell({ type: 'page', page: { url: location.href, title: document.title, referrer: document.referrer } });
        tell({ type: isOpen ? 'shown' : 'hidden' });
        return;
      case 'close':
        show(false);
        return;
      case 'unread':
        count(message.count);
        return;
      case 'colour':
        host.style.setProperty('--brand', message.colour);
        return;
    }
  }

  button.addEventListener('click', () => {
    show(!isOpen);
    if (isOpen) badge.hidden = true;
  });
  window.addEventListener('message', hear);
  // Somebody who has talked here before may have an answer waiting.
  if (isKnown()) requestIdleCallback(load);

  return {
    open: () => {
      show(true);
    },
    setVisible: (visible) => {
      host.style.display = visible ? '' : 'none';
    },
    remove: () => {
      window.removeEventListener('message', hear);
      host.remove();
    },
  };
}

function element<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Record<string, string>,
): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function icon(): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  const path = document.createElementNS(svg.namespaceURI, 'path');
  path.setAttribute('d', ICON);
  svg.append(path);
  return svg;
}

function remember(): void {
  try {
    localStorage.setItem(SEEN, '1');
  } catch {
    // The page may not store: the frame is loaded when it is opened.
  }
}

function isKnown(): boolean {
  try {
    return localStorage.getItem(SEEN) !== null && 'requestIdleCallback' in globalThis;
  } catch {
    return false;
  }
}
