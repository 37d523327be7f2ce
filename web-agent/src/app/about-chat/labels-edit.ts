const LIMITS = { label: 40, labels: 20 } as const;

/** The labels with one more; the same ones when there is nothing to add. */
export function withLabel(labels: readonly string[], typed: string): readonly string[] {
  const label = Array.from(typed.trim().toLowerCase().replace(/\s+/g, ' ')).slice(0, LIMITS.label).join('');
  return label === '' || labels.includes(label) || labels.length >= LIMITS.labels ? labels : [...labels, label];
}
