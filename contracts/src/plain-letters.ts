const LETTERS: Readonly<Record<string, string>> = { ı: 'i', ø: 'o', ł: 'l', đ: 'd', ß: 'ss', ſ: 's', ς: 'σ', µ: 'μ' };

/** A text as it is typed on any keyboard: small letters without accents. Marks that make another letter, as in Hindi or Japanese, stay. */
export const plainLetters = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[ıøłđßſςµ]/g, (letter) => LETTERS[letter] ?? letter);
