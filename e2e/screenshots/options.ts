import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SCHEMES, type Scheme, type Width, WIDTHS } from './scene.ts';

/** What pictures are wanted, and of what. */
export interface Options {
  readonly help: boolean;
  readonly list: boolean;
  /** Whether each view is held against the accessibility rules, too. */
  readonly axe: boolean;
  /** Parts of names of scenes; none: all. */
  readonly only: readonly string[];
  readonly schemes: readonly Scheme[];
  readonly widths: readonly Width[];
  readonly locale: string;
  readonly folder: string;
  /** A running installation, and where it keeps its demo's passwords; absent: one of its own. */
  readonly running: { readonly url: string; readonly dataFolder: string } | undefined;
}

export const HELP = `npm run screenshots -- [options]

Plays every view and state of both apps in Chromium and takes pictures of them, with an index.html that shows all.

  --only <text>     scenes with this in their name; may be given several times
  --scheme <name>   light or dark (both)
  --width <name>    wide (1440) or phone (390) (both)
  --lang <tag>      language of the people, such as de (en-GB); scenes that look for English words are left out then
  --url <address>   a running console; --data names its data folder (.data). Without: an installation of its own
  --out <folder>    where the pictures go (.screenshots)
  --axe             also asks axe about every view, and fails where it finds something
  --list            only the names of the scenes
  --help            this text
`;

/** @throws TypeError when the arguments make no sense */
export function readOptions(args: readonly string[], root: string): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true },
      scheme: { type: 'string' },
      width: { type: 'string' },
      lang: { type: 'string' },
      url: { type: 'string' },
      data: { type: 'string' },
      out: { type: 'string' },
      axe: { type: 'boolean' },
      list: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const dataFolder = values.data ?? join(root, '.data');
  return {
    help: values.help ?? false,
    list: values.list ?? false,
    axe: values.axe ?? false,
    only: values.only ?? [],
    schemes: oneOf('scheme', SCHEMES, values.scheme),
    widths: oneOf('width', Object.keys(WIDTHS) as Width[], values.width),
    locale: values.lang ?? 'en-GB',
    folder: values.out ?? join(root, '.screenshots'),
    running: values.url === undefined ? undefined : { url: values.url, dataFolder },
  };
}

function oneOf<T extends string>(name: string, all: readonly T[], wanted: string | undefined): readonly T[] {
  if (wanted === undefined) return all;
  const found = all.find((one) => one === wanted);
  if (found === undefined) throw new TypeError(`--${name} is ${all.join(' or ')}`);
  return [found];
}
