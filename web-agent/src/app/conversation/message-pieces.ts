import { piecesOf } from './find.ts';
import { callsIn, type Colleague } from './mentions.ts';
import { type TextPart, textParts } from './text-parts.ts';

/** A piece of a message as it is drawn. */
export interface MessagePiece extends Pick<TextPart, 'text' | 'href'> {
  readonly kind: TextPart['kind'] | 'call';
  /** What is looked for in this chat stands out. */
  readonly found: boolean;
  /** A call of the reader. */
  readonly mine: boolean;
}

export interface Drawing {
  /** Whom the message calls; the text says where. */
  readonly called: readonly Colleague[];
  readonly me: string;
  readonly query: string;
}

/** Cuts a message into what is drawn differently. A link or a piece of code is never torn for a match: it stands out as a whole. */
export function messagePieces(text: string, { called, me, query }: Drawing): readonly MessagePiece[] {
  return textParts(text).flatMap((part): MessagePiece[] => {
    if (part.kind !== 'text') {
      const found = piecesOf(part.text, query).some((piece) => piece.found);
      return [{ ...part, found, mine: false }];
    }
    const pieces: MessagePiece[] = [];
    const plain = (piece: string): void => {
      for (const { text: cut, found } of piecesOf(piece, query))
        if (cut !== '') pieces.push({ kind: 'text', text: cut, found, mine: false });
    };
    let end = 0;
    for (const { from, to, ids } of callsIn(part.text, called)) {
      plain(part.text.slice(end, from));
      pieces.push({ kind: 'call', text: part.text.slice(from, to), found: false, mine: ids.includes(me) });
      end = to;
    }
    plain(part.text.slice(end));
    return pieces;
  });
}
