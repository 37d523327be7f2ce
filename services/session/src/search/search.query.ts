import { type Answer, type Ask, type InboxRow, type SearchMessages } from '@holdfast/contracts';
import { Injectable } from '@nestjs/common';
import { TenantReader } from '../reading/tenant-reader.query.ts';
import { quoted } from './quoted.ts';
import { wordsAsked } from './words.ts';

const FIND = `
  select m.session, m.v, m.at, m.author, m.text, i.row -> 'visitor' as visitor
  from find_messages($1, $2, $4) with ordinality m left join inbox i on i.workspace = $3 and i.session = m.session
  order by m.ordinality`;
interface Hit {
  session: string;
  v: number;
  at: Date;
  author: string;
  text: string;
  visitor: InboxRow['visitor'] | null;
}

@Injectable()
export class SearchQuery {
  constructor(private readonly reader: TenantReader) {}

  answer({ workspace, text, limit, session }: Ask<typeof SearchMessages>): Promise<Answer<typeof SearchMessages>> {
    return this.reader.read(workspace, async (manager, at) => {
      const words = wordsAsked(text);
      const hits = words === null ? [] : await manager.query<Hit[]>(FIND, [words, limit, workspace, session ?? null]);
      return { hits: hits.map((hit) => shown(hit, text)), at };
    });
  }
}

const shown = (
  { session, v, at, author, text, visitor }: Hit,
  asked: string,
): Answer<typeof SearchMessages>['hits'][number] => ({
  session,
  n: v,
  at: at.toISOString(),
  from: author,
  excerpt: quoted(text, asked),
  ...(visitor === null ? {} : { visitor }),
});
