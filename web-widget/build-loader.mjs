/** Builds the loader: one small script, its style sheet in it as text, and beside it what its calls are for TypeScript. */
import { copyFile, readFile } from 'node:fs/promises';
import { build, transform } from 'esbuild';

const styleSheetsAsText = {
  name: 'style sheets as text',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};

await build({
  entryPoints: ['src/loader/loader.ts'],
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  outfile: 'dist/browser/loader.js',
  plugins: [styleSheetsAsText],
  logLevel: 'warning',
});
await copyFile('src/loader/api.ts', 'dist/browser/holdfast.d.ts');
