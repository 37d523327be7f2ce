import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { changed, isIn } from '../edit.ts';
import { DEFECTS } from '../planted/defects.ts';
import { PROCESS_WINDOWS } from './windows.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

describe('the crash windows', () => {
  it.each(PROCESS_WINDOWS)('F-CRASH-1 $name is in the built product exactly once, with any defect in it', (window) => {
    const [folder = '', path = ''] = window.file.split(':');
    const url = `file://${join(ROOT, folder, 'dist', `${path}.js`)}`;
    expect(isIn(window, url)).toBe(true);
    const built = readFileSync(new URL(url), 'utf8');
    const planted = DEFECTS.filter((defect) => isIn(defect, url)).map((defect) => changed(defect, built));
    for (const text of [built, ...planted]) expect(changed(window, text)).toContain(`crashing.isDue('${window.name}')`);
  });

  it('F-CRASH-1 of one file can all be in it', () => {
    for (const file of new Set(PROCESS_WINDOWS.map((window) => window.file))) {
      const here = PROCESS_WINDOWS.filter((window) => window.file === file);
      const built = readFileSync(join(ROOT, `${file.replace(':', '/dist/')}.js`), 'utf8');
      const all = here.reduce((text, window) => changed(window, text), built);
      for (const { name } of here) expect(all).toContain(`crashing.crash('${name}')`);
    }
  });

  it('F-CRASH-1 a process that is to have changes in it reads its files one by one, not its bundle', () => {
    const edit = {
      name: 'other-words',
      file: 'gateway:config',
      edits: [{ find: 'is not usable', put: 'is of no use' }],
    };
    const module = `import { changeWhatIsLoaded } from 'file://${join(ROOT, 'faults/src/edit.ts')}'; changeWhatIsLoaded([${JSON.stringify(edit)}]);`;
    const changing = `--import=data:text/javascript,${encodeURIComponent(module)}`;
    const { stderr } = spawnSync(process.execPath, [changing, join(ROOT, 'gateway/dist/bundle.js')], {
      encoding: 'utf8',
      env: { NODE_OPTIONS: '' },
    });
    expect(stderr).toContain('The environment of the gateway is of no use');
  });
});
