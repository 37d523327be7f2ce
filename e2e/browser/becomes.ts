import { eventually } from '@holdfast/testing';

/** Waits until `read` answers the wanted list; fails with the last answer. */
export async function becomes(
  wanted: readonly string[],
  read: () => Promise<readonly string[]>,
  within: number,
): Promise<void> {
  await eventually(
    async () => {
      const shown = await read();
      if (shown.length === wanted.length && shown.every((text, i) => text === wanted[i])) return true;
      throw new Error(`shown: ${JSON.stringify(shown)}, wanted: ${JSON.stringify(wanted)}`);
    },
    { within, every: 50 },
  );
}
