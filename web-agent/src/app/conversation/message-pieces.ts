import { textParts } from '@holdfast/look';
import { piecesOf } from './find.ts';
import { callsIn, type Colleague } from './mentions.ts';

/** A piece of a message as it is drawn. */
export interface MessagePiece {
  readonly kind: 'text' | 'link' | 'code' | 'block' | 'call';
  readonly text: string;
  /** Of a link. */
  readonly href?: string;
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
  const isFound = (piece: string): boolean => piecesOf(piece, query).some(({ found }) => found);
  return textParts(text).flatMap((part): MessagePiece[] => {
    const { code, href } = part;
    if (code !== undefined)
      return [{ kind: code.block ? 'block' : 'code', text: code.body, found: isFound(code.body), mine: false }];
    if (href !== undefined) return [{ kind: 'link', text: part.text, href, found: isFound(part.text), mine: false }];
    return textPieces(part.text, called, me, query);
  });
}

function textPieces(text: string, called: readonly Colleague[], me: string, query: string): MessagePiece[] {
  const pieces: MessagePiece[] = [];
  const plain = (piece: string): void => {
    for (const { text: cut, found } of piecesOf(piece, query))
      if (cut !== '') pieces.push({ kind: 'text', text: cut, found, mine: false });
  };
  let end = 0;
  for (const { from, to, ids } of callsIn(text, called)) {
    plain(text.slice(end, from));
    pieces.push({ kind: 'call', text: text.slice(from, to), found: false, mine: ids.includes(me) });
    end = to;
  }
  plain(text.slice(end));
  return pieces;
}
