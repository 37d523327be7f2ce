import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What stands in a built `index.html` where the nonce of a response belongs. */
const NONCE_MARK = 'CSP_NONCE';

export const makeNonce = (): string => randomBytes(16).toString('base64url');

/** The document of a built app. Read again when it was built again. */
export class AppDocument {
  readonly #file: string;
  #read: { html: string; changedAt: number } | undefined;

  constructor(folder: string) {
    this.#file = join(folder, 'index.html');
  }

  /** Null: it is not built. */
  async html(replaced: Readonly<Record<string, string>>): Promise<string | null> {
    let html = await this.#current();
    if (html === null) return null;
    for (const [mark, value] of Object.entries(replaced)) html = html.replaceAll(mark, () => value);
    return html;
  }

  /** With the nonce in its place. */
  withNonce(nonce: string): Promise<string | null> {
    return this.html({ [NONCE_MARK]: nonce });
  }

  async #current(): Promise<string | null> {
    try {
      const changedAt = (await stat(this.#file)).mtimeMs;
      if (this.#read?.changedAt !== changedAt) this.#read = { html: await readFile(this.#file, 'utf8'), changedAt };
      return this.#read.html;
    } catch {
      return null;
    }
  }
}
