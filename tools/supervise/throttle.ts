const BURST = 5;
const WINDOW_MS = 30_000;

/** Passes on at most five different lines in half a minute and then one that says where the others are. */
export function createThrottle(
  emit: (line: string) => void,
  where: string,
  now: () => number = () => performance.now(),
): (line: string) => void {
  let windowStart = Number.NEGATIVE_INFINITY;
  let shown = new Set<string>();
  return (line) => {
    if (now() - windowStart >= WINDOW_MS) {
      windowStart = now();
      shown = new Set();
    }
    if (shown.has(line) || shown.size > BURST) return;
    shown.add(line);
    emit(shown.size <= BURST ? line : `more in ${where}`);
  };
}
