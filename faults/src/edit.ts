import { registerHooks } from 'node:module';

/** A change of one source file, made as it is loaded: the code that runs otherwise has no switch for it. */
export interface Edit {
  /** In kebab case. */
  readonly name: string;
  /** `<folder of the package>:<path in its sources>`, without an extension. */
  readonly file: string;
  /** Each text is in the file exactly once, as it is written and as it is compiled. */
  readonly edits: readonly { readonly find: string; readonly put: string }[];
}

/** Whether a module is the file that the change is in, as a source or compiled. */
export function isIn({ file }: Edit, url: string): boolean {
  const [folder, path] = file.split(':');
  return ['src', 'dist'].some((built) =>
    ['ts', 'js'].some((extension) => url.endsWith(`/${String(folder)}/${built}/${String(path)}.${extension}`)),
  );
}

/** The text with the change in it. @throws RangeError when it does not fit, since the file is another one by now */
export function changed({ name, file, edits }: Edit, text: string): string {
  return edits.reduce((before, { find, put }) => {
    const parts = before.split(find);
    if (parts.length !== 2)
      throw new RangeError(`${name}: ${String(parts.length - 1)} places in ${file} are\n  ${find}`);
    return parts.join(put);
  }, text);
}

/** Makes the changes in whatever this process loads from here on, file by file instead of bundled; one that does not fit ends it. */
export function changeWhatIsLoaded(all: readonly Edit[]): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      return nextResolve(specifier.replace(/\/dist\/bundle\.js$/, '/dist/main.js'), context);
    },
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const { source } = loaded;
      const here = all.filter((edit) => isIn(edit, url));
      if (here.length === 0 || source === undefined) return loaded;
      const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
      return { ...loaded, source: here.reduce((before, edit) => changed(edit, before), text) };
    },
  });
}
