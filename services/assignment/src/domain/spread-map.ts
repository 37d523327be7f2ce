/*
 * A map that is copied cheaply: the desk holds thousands of chats and every event makes a state of its own.
 * Keys are spread over buckets, and a change copies the list of buckets and one of them.
 */

const BUCKETS = 256;
const emptyBucket: ReadonlyMap<string, never> = new Map<string, never>();

export interface SpreadMap<V> {
  readonly size: number;
  readonly buckets: readonly ReadonlyMap<string, V>[];
}

export const emptySpread: SpreadMap<never> = {
  size: 0,
  buckets: Array.from({ length: BUCKETS }, () => emptyBucket),
};

/** FNV-1a. */
const bucketOf = (key: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % BUCKETS;
};

const bucketAt = <V>(map: SpreadMap<V>, index: number): ReadonlyMap<string, V> => map.buckets[index] ?? emptyBucket;

export const spreadGet = <V>(map: SpreadMap<V>, key: string): V | undefined => bucketAt(map, bucketOf(key)).get(key);

export function spreadSet<V>(map: SpreadMap<V>, key: string, value: V): SpreadMap<V> {
  const index = bucketOf(key);
  const bucket = bucketAt(map, index);
  return {
    size: map.size + (bucket.has(key) ? 0 : 1),
    buckets: map.buckets.with(index, new Map(bucket).set(key, value)),
  };
}

export function spreadDelete<V>(map: SpreadMap<V>, key: string): SpreadMap<V> {
  const index = bucketOf(key);
  const bucket = new Map(bucketAt(map, index));
  if (!bucket.delete(key)) return map;
  return { size: map.size - 1, buckets: map.buckets.with(index, bucket) };
}

/** Entries in no order that means anything. */
export function* spreadEntries<V>(map: SpreadMap<V>): IterableIterator<[string, V]> {
  for (const bucket of map.buckets) yield* bucket;
}
