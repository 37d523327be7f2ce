/** The folder of the checkout. */
export const root: string;
/** Ends the process with one sentence and its cure on stderr. */
export function fail(sentence: string): never;
/** True when what is installed in `folder` differs from its lock file. */
export function packagesAreStale(folder?: string): boolean;
/** Installs the locked packages when they are missing or stale. */
export function ensurePackages(say: (line: string) => void): Promise<void>;
/** Runs a script of this repository on the pinned Node and ends as it ends. */
export function handOver(script: string, args: readonly string[]): Promise<never>;
