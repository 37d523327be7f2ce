const BURST = 5;
const WINDOW_MS = 10_000;

/** Passes on at most five lines in ten seconds and then one that says where the others are. */
export function createThrottle(
  emit: (line: string) => void,
  where: string,
  now: () => number = () => performance.now(),
): (line: string) => void {
  let windowStart = Number.NEGATIVE_INFINITY;
  let count = 0;
  return (line) => {
    if (now() - windowStart >= WINDOW_MS) {
      windowStart = now();
      count = 0;
    }
    count += 1;
    if (count <= BURST) emit(line);
    else if (count === BURST + 1) emit(`more like this in ${where}`);
  };
}
