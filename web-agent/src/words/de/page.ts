import type { page as english } from '../en/page.ts';

export const page: typeof english = {
  product: 'Holdfast',
  views: 'Ansichten des Posteingangs',
  main: 'Konsole',
  admin: 'Verwaltung',
  settings: 'Einstellungen',
  inbox: 'Posteingang',
  details: 'Über diesen Chat',
  showDetails: 'Details einblenden',
  hideDetails: 'Details ausblenden',
  resizeList: 'Breite der Liste',
  resizeDetails: 'Breite der Details',
  commands: 'Befehle',
  skip: 'Zur Unterhaltung springen',
  pick: 'Wählen Sie einen Chat',
  pickHint: 'Ihre Chats finden Sie unter „Meine“, die auf jemanden warten, unter „Wartend“.',
  pickKeys: 'bewegt sich durch die Liste',
  pickPalette: 'findet alles',
  visitor: (end) => `Besucher ${end}`,
};
