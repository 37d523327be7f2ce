import type { Scheme, Width } from './scene.ts';

export interface Picture {
  readonly scene: string;
  readonly width: Width;
  readonly scheme: Scheme;
  readonly file: string;
}

/** One page that shows all pictures, a scene a row. */
export function contactSheet(pictures: readonly Picture[]): string {
  const scenes = [...new Set(pictures.map(({ scene }) => scene))];
  const rows = scenes.map((scene) => {
    const shots = pictures
      .filter((picture) => picture.scene === scene)
      .map(
        ({ file, width, scheme }) =>
          `<a href="${file}"><img class="${width}" loading="lazy" src="${file}" alt="${scene}, ${width}, ${scheme}"></a>`,
      );
    return `<h2 id="${scene}">${scene}</h2>\n<p>${shots.join('\n')}</p>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Holdfast, every view</title>
<style>
  body { margin: 2rem; font: 15px/1.4 system-ui; background: #ddd; }
  h2 { margin: 2rem 0 .5rem; font-size: 1rem; }
  p { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start; margin: 0; }
  .wide { width: 640px; } .phone { width: 200px; }
</style>
<h1>${String(scenes.length)} scenes</h1>
${rows.join('\n')}
</html>
`;
}
