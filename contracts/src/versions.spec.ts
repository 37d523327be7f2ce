import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { artefacts } from '../generate.ts';
import { currentVersion, DeskEvent, SessionEvent, upcast, workspace } from './index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = `${root}contracts/fixtures/`;
const unions = { session: SessionEvent, desk: DeskEvent, workspace: workspace.WorkspaceEvent };
const names = readdirSync(folder);

describe('versions of events', () => {
  test.each(names)('L-VER-1 %s is still readable, and nothing of it is lost', (name) => {
    const [kind] = name.split('.') as [keyof typeof unions];
    const written = JSON.parse(readFileSync(folder + name, 'utf8')) as { type: string; ver: number; data: unknown };
    const read = { type: written.type, data: upcast(written) };
    expect(unions[kind].parse(read)).toEqual(read);
  });

  test('L-VER-1 every event type has a fixture for each of its versions', () => {
    const wanted = Object.entries(unions).flatMap(([kind, union]) =>
      union.options.flatMap(({ shape }) => {
        const type = shape.type.value;
        return Array.from({ length: currentVersion(type) }, (_, i) => `${kind}.${type}.${String(i + 1)}.json`);
      }),
    );
    expect([...names].sort()).toEqual(wanted.sort());
  });

  test('L-VER-2 what is generated is what is in the repository (npm run generate)', () => {
    for (const [path, text] of artefacts())
      expect({ path, same: readFileSync(root + path, 'utf8') === text }).toEqual({ path, same: true });
  });
});
