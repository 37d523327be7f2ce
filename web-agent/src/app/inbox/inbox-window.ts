import type { InboxRow } from '@holdfast/contracts';

/** Height of a row, in CSS pixels: all rows are equally high, so that the list knows what is where. */
export const ROW_HEIGHT = 84;

/** A part of the list, from `offset` on. */
export interface Window {
  readonly offset: number;
  readonly limit: number;
}

const STEP = 20;
/** Rows beyond the visible ones, on both sides. */
const ROOM = 40;
const LIMIT = 200;

/** The window to ask for when these rows are visible: the present one while it still has room around them. */
export function windowFor(present: Window, first: number, visible: number): Window {
  const start = Math.max(0, first - ROOM / 2);
  const end = first + visible + ROOM / 2;
  if (present.offset <= start && end <= present.offset + present.limit) return present;
  const offset = Math.max(0, Math.floor((first - ROOM) / STEP) * STEP);
  const limit = Math.min(LIMIT, Math.ceil((first + visible + ROOM - offset) / STEP) * STEP);
  return { offset, limit };
}

/** The whole list as far as it is held: absent where the window does not reach. */
export function slotsOf(total: number, offset: number, rows: readonly InboxRow[]): readonly (InboxRow | undefined)[] {
  const slots = Array.from<InboxRow | undefined>({ length: Math.max(total, 0) });
  rows.forEach((row, index) => {
    if (offset + index < slots.length) slots[offset + index] = row;
  });
  return slots;
}

type Slots = readonly (InboxRow | undefined)[];

/**
 * By how many places the list has moved under the eyes of somebody whose topmost row is `first`: what stood there is taken as the anchor, unless
 * it moved because something happened to it; then the next one. 0 at the top, where one wants to see what arrives.
 */
export function shiftOf(before: Slots, after: Slots, first: number): number {
  if (first <= 0) return 0;
  const places = new Map<string, number>();
  after.forEach((row, index) => {
    if (row !== undefined) places.set(row.session, index);
  });
  for (let index = first; index < Math.min(before.length, first + 20); index++) {
    const anchor = before[index];
    const place = anchor === undefined ? undefined : places.get(anchor.session);
    if (anchor !== undefined && place !== undefined && after[place]?.v === anchor.v) return place - index;
  }
  return 0;
}

/** Rows that are drawn: from `start` on, before `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** The rows that are drawn once the list has moved by `shift`: the same ones, as far as the list reaches. */
export const movedRange = ({ start, end }: Range, shift: number, length: number): Range => {
  const moved = clamp(start + shift, 0, length);
  return { start: moved, end: clamp(end + shift, moved, length) };
};

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/**
 * How many rows stand above what is read that did not before. 0 at the top, where one sees them. Rows that were never held say nothing:
 * the window may just have moved.
 */
export function arrivedAbove(before: Slots, after: Slots, first: number): number {
  if (first <= 0) return 0;
  const shift = shiftOf(before, after, first);
  return Math.max(0, Math.min(shift, after.length - before.length));
}

interface Named {
  readonly filter: string;
  readonly sort?: string | undefined;
  readonly only?: object | undefined;
}

/** Whether two name the same list: filter, order and narrowing. */
export const sameWindow = (a: Named, b: Named): boolean =>
  a.filter === b.filter && a.sort === b.sort && parts(a.only) === parts(b.only);

const parts = (only: object | undefined): string => JSON.stringify(Object.entries(only ?? {}).sort());
