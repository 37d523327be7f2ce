/** Where this machine gets Debian's packages from, and what it checks them with. */
export type AptArchive = { uri: string; keyring: string | undefined };

/** One file of apt's source lists. */
export type AptFile = { path: string; text: string };

const RELEASES = new Set([
  'bullseye',
  'bookworm',
  'trixie',
  'forky',
  'duke',
  'sid',
  'stable',
  'oldstable',
  'testing',
  'unstable',
]);

type Entry = { uris: string[]; suites: string[]; components: string[]; keyring: string | undefined };

/** The first source that carries a Debian release in its component main: its mirror carries unstable too. */
export function archiveOf(files: readonly AptFile[]): AptArchive | undefined {
  for (const file of files) {
    const entries = file.path.endsWith('.sources') ? deb822Entries(file.text) : oneLineEntries(file.text);
    for (const entry of entries) {
      const uri = entry.uris[0];
      if (uri !== undefined && entry.suites.some((suite) => RELEASES.has(suite)) && entry.components.includes('main')) {
        return { uri, keyring: entry.keyring };
      }
    }
  }
  return undefined;
}

function oneLineEntries(text: string): Entry[] {
  const entries: Entry[] = [];
  for (const line of text.split('\n')) {
    const match = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+(.+?)\s*(?:#.*)?$/.exec(line.trim());
    if (match === null) continue;
    const [, options = '', uri = '', suite = '', components = ''] = match;
    entries.push({
      uris: [uri],
      suites: [suite],
      components: components.split(/\s+/),
      keyring: /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1],
    });
  }
  return entries;
}

function deb822Entries(text: string): Entry[] {
  return text
    .split(/\n\s*\n/)
    .map(fieldsOf)
    .filter((fields) => words(fields.get('types')).includes('deb') && fields.get('enabled')?.toLowerCase() !== 'no')
    .map((fields) => {
      const signedBy = fields.get('signed-by');
      return {
        uris: words(fields.get('uris')),
        suites: words(fields.get('suites')),
        components: words(fields.get('components')),
        keyring: signedBy?.startsWith('/') === true ? signedBy : undefined,
      };
    });
}

function fieldsOf(stanza: string): Map<string, string> {
  const fields = new Map<string, string>();
  let name = '';
  for (const line of stanza.split('\n')) {
    if (line.startsWith('#')) continue;
    const match = /^([A-Za-z-]+):\s*(.*)$/.exec(line);
    if (match !== null) {
      name = (match[1] ?? '').toLowerCase();
      fields.set(name, (match[2] ?? '').trim());
    } else if (/^\s/.test(line)) {
      fields.set(name, `${fields.get(name) ?? ''} ${line.trim()}`.trim());
    }
  }
  return fields;
}

function words(value: string | undefined): string[] {
  return (value ?? '').split(/\s+/).filter((word) => word !== '');
}
