/** What an admin does before the first visitor writes. */
export interface Step {
  readonly key: 'site' | 'colleague' | 'reply' | 'message';
  readonly done: boolean;
  /** Where it is done; the last one is done by a visitor. */
  readonly path: string | null;
}

/** What there is of a workspace, in numbers. */
export interface Begun {
  readonly sites: readonly { readonly siteId: string }[];
  readonly agents: number;
  readonly replies: number;
  readonly chats: number;
}

/** Null once a visitor has written: nobody needs it any more. */
export function stepsOf({ sites, agents, replies, chats }: Begun): readonly Step[] | null {
  if (chats > 0) return null;
  const [site] = sites;
  return [
    {
      key: 'site',
      done: site !== undefined,
      path: site === undefined ? '/admin/sites' : `/admin/sites/${site.siteId}`,
    },
    { key: 'colleague', done: agents > 1, path: '/admin/agents' },
    { key: 'reply', done: replies > 0, path: '/admin/replies' },
    { key: 'message', done: false, path: null },
  ];
}
