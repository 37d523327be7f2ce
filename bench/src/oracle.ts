/*
 * What must hold for what observers were shown, whatever happened on the way. Pure; ids are the senders' command ids.
 */

/** One event as an observer was told of it. */
export interface Shown {
  /** The number in the observer's own counting. */
  readonly n: number;
  /** The id of the message, null for any other event. */
  readonly message: string | null;
}

export interface Faults {
  /** Sent messages that an observer was not shown, over all observers. */
  readonly lost: number;
  /** Messages shown more than once. */
  readonly duplicated: number;
  /** Messages of one sender shown after a later one of theirs, and places where two observers differ in order. */
  readonly misordered: number;
  /** Left-out numbers. */
  readonly gaps: number;
  /** Shown messages that nobody sent. */
  readonly phantoms: number;
}

export const none: Faults = { lost: 0, duplicated: 0, misordered: 0, gaps: 0, phantoms: 0 };

export const sum = (a: Faults, b: Faults): Faults => ({
  lost: a.lost + b.lost,
  duplicated: a.duplicated + b.duplicated,
  misordered: a.misordered + b.misordered,
  gaps: a.gaps + b.gaps,
  phantoms: a.phantoms + b.phantoms,
});

/**
 * Judges one session.
 * @param sent per sender, the ids in the order of sending
 * @param observers what each was shown, in the order of showing
 */
export function judge(sent: readonly (readonly string[])[], observers: readonly (readonly Shown[])[]): Faults {
  const place = new Map<string, { sender: number; index: number }>();
  sent.forEach((ids, sender) => ids.forEach((id, index) => place.set(id, { sender, index })));
  let faults = none;
  const orders = observers.map((shown) => {
    const { order, found } = observe(shown, place);
    faults = sum(faults, found);
    return order;
  });
  const [first = [], ...others] = orders;
  for (const order of others) faults = sum(faults, { ...none, misordered: disagreements(first, order) });
  return faults;
}

function observe(shown: readonly Shown[], place: ReadonlyMap<string, { sender: number; index: number }>) {
  const order: string[] = [];
  const seen = new Set<string>();
  const latest = new Map<number, number>();
  let [duplicated, misordered, gaps, phantoms] = [0, 0, 0, 0];
  let last: number | undefined;
  for (const { n, message } of shown) {
    if (last !== undefined && n > last + 1) gaps += n - last - 1;
    last = Math.max(last ?? n, n);
    if (message === null) continue;
    const at = place.get(message);
    if (at === undefined) {
      phantoms++;
      continue;
    }
    if (seen.has(message)) {
      duplicated++;
      continue;
    }
    seen.add(message);
    order.push(message);
    if (at.index < (latest.get(at.sender) ?? -1)) misordered++;
    else latest.set(at.sender, at.index);
  }
  return { order, found: { lost: place.size - seen.size, duplicated, misordered, gaps, phantoms } };
}

/** Places, among what both were shown, where two observers do not agree. */
function disagreements(a: readonly string[], b: readonly string[]): number {
  const inA = new Set(a);
  const inB = new Set(b);
  const left = a.filter((id) => inB.has(id));
  const right = b.filter((id) => inA.has(id));
  return left.filter((id, index) => id !== right[index]).length;
}
