/**
 * Calls `wake` when the network may be gone or back, or somebody looks at the page again: timers of hidden pages and sleeping
 * machines are late, these events are not. Outside a browser nothing ever happens. Returns how to stop.
 */
export function onWake(wake: () => void): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => undefined;
  const visible = (): void => {
    if (document.visibilityState === 'visible') wake();
  };
  window.addEventListener('online', wake);
  window.addEventListener('offline', wake);
  window.addEventListener('pageshow', wake);
  window.addEventListener('focus', wake);
  document.addEventListener('visibilitychange', visible);
  return () => {
    window.removeEventListener('online', wake);
    window.removeEventListener('offline', wake);
    window.removeEventListener('pageshow', wake);
    window.removeEventListener('focus', wake);
    document.removeEventListener('visibilitychange', visible);
  };
}
