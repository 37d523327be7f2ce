/** What the page's part says by itself; everything else is said in the frame. */
const TEXTS = {
  en: {
    open: 'Open chat',
    close: 'Close chat',
    unread: (n: number) => `Open chat, ${String(n)} unread`,
    dismiss: 'Dismiss',
    unreachable: 'The chat cannot be reached right now.',
  },
  de: {
    open: 'Chat öffnen',
    close: 'Chat schließen',
    unread: (n: number) => `Chat öffnen, ${String(n)} ungelesen`,
    dismiss: 'Ausblenden',
    unreachable: 'Der Chat ist gerade nicht erreichbar.',
  },
};

/** The texts in the first of these languages that there is. */
export function textsIn(languages: readonly string[]): (typeof TEXTS)['en'] {
  for (const tag of languages) {
    const main = tag.toLowerCase().split('-')[0];
    if (main === 'de' || main === 'en') return TEXTS[main];
  }
  return TEXTS.en;
}
