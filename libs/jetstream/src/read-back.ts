/**
 * Which of the wanted fields the server does not have so, as `field: has … instead of …`. Servers drop fields that they do not know without a word.
 * Absent and zero values are the same to the server; objects (metadata) may hold more than was asked for.
 */
export function missing(wanted: object, actual: object): string[] {
  const has = actual as Record<string, unknown>;
  return Object.entries(wanted)
    .filter(([field, value]) => !holds(has[field], value))
    .map(([field, value]) => `${field}: has ${JSON.stringify(has[field])} instead of ${JSON.stringify(value)}`);
}

function holds(actual: unknown, wanted: unknown): boolean {
  if (isZero(wanted)) return isZero(actual);
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) && actual.length === wanted.length && wanted.every((each, n) => holds(actual[n], each))
    );
  }
  if (typeof wanted === 'object' && wanted !== null) {
    return typeof actual === 'object' && actual !== null && missing(wanted, actual).length === 0;
  }
  return actual === wanted;
}

const isZero = (value: unknown): boolean =>
  value === undefined || value === null || value === 0 || value === false || value === '';
