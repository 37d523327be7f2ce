const KEY = 'holdfast:emoji';

/** The emoji this browser used last, the last one first. */
export function recall(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((char) => typeof char === 'string') : [];
  } catch {
    return [];
  }
}

export function remember(recent: readonly string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(recent));
  } catch {
    // The page may store nothing: the next picker begins with smileys.
  }
}
