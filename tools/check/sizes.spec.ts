import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkSizes } from '../check-sizes.ts';

let root: string;
let told: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-sizes-'));
  await mkdir(join(root, 'app'));
  told = [];
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

/** A minified page: one file that is preloaded, one imported by that, one on demand, each import in another form. */
const page: Record<string, string> = {
  'index.html':
    '<link rel="icon" href="icon.svg"><link rel="stylesheet" href="s.css" nonce="x"><link rel="modulepreload" href="a.js"><script src="m.js" type="module"></script>',
  's.css': 'body{margin:0}',
  'm.js': 'import{a as b,$c as d}from"./a.js";import"./c.js";var e=()=>import("./lazy.js");b(d,e);',
  'a.js': 'var x=1;export{y}from"./b.js";export{x as a};',
  'b.js': 'import*as z from"./c.js";var y=z;export{y};',
  'c.js': 'import n,{o}from"./a.js";n(o);',
  'lazy.js': 'export{};',
  'icon.svg': '<svg/>',
};
const atOnce = ['index.html', 's.css', 'm.js', 'a.js', 'b.js', 'c.js'];

async function write(): Promise<number> {
  for (const [name, text] of Object.entries(page)) await writeFile(join(root, 'app', name), text);
  return atOnce.reduce((sum, name) => sum + gzipSync(page[name] ?? '', { level: 9 }).length, 0);
}

const check = (limit: number) =>
  checkSizes(root, (line) => told.push(line), [{ name: 'page', path: 'app/index.html', limit }]);

test('T-SIZE-1 a document counts with all that it loads at once, each file once, and not with what is loaded on demand', async () => {
  const sum = await write();
  expect(await check(sum)).toEqual([]);
  expect(told).toEqual([`page                 ${String(sum)} of ${String(sum)} bytes gzip`]);
});

test('T-SIZE-1 a byte above the budget is a failure that names the files, the largest first', async () => {
  const sum = await write();
  const [problem] = await check(sum - 1);
  expect(problem?.path).toBe('app/index.html');
  const [head, ...files] = problem?.text.split('\n') ?? [];
  expect(head).toBe('1 bytes above its budget, with');
  expect(files.map((line) => line.split('/').at(-1)).sort()).toEqual([...atOnce].sort());
  const sizes = files.map((line) => Number(line.trim().split(' ')[0]));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
});

test('T-SIZE-1 what is not built is a failure', async () => {
  expect(await check(1_000)).toEqual([{ path: 'app/index.html', text: 'is not built' }]);
});
