/** @throws RangeError when there are not so many */
export function at<T>(all: readonly T[], index: number): T {
  const one = all[index];
  if (one === undefined) throw new RangeError(`there is no number ${String(index)}`);
  return one;
}
