import { isComposing } from '@holdfast/look';
import { type KeybindingPress, matchKeybindingPress, parseKeybinding } from 'tinykeys';
import type { Command } from '../live/commands.ts';

/** A sequence is over when its next key has not come for so long, in ms. */
const PATIENCE_MS = 1_200;

/**
 * Reads key presses as shortcuts. A sequence that has begun takes the next key for itself, whatever that key does alone:
 * `g a` shows all chats and must not claim one.
 */
export class Presses {
  #before: readonly { readonly event: KeyboardEvent; readonly at: number }[] = [];
  readonly #parsed = new Map<string, readonly KeybindingPress[]>();

  /** The command whose keys are complete; `waiting`: they may become so; null: nothing of ours. */
  next(event: KeyboardEvent, commands: readonly Command[], now: number): Command | 'waiting' | null {
    const isFresh = now - (this.#before.at(-1)?.at ?? -Infinity) < PATIENCE_MS;
    const pressed = [...(isFresh ? this.#before.map((press) => press.event) : []), event];
    this.#before = [];
    let isBegun = false;
    for (const command of commands) {
      for (const keys of command.keys ?? []) {
        const wanted = this.#parse(keys);
        if (!pressed.every((press, i) => wanted[i] !== undefined && matchKeybindingPress(press, wanted[i]))) continue;
        if (wanted.length === pressed.length) return command;
        isBegun = true;
      }
    }
    // A second key that leads nowhere is swallowed: it was meant for the sequence.
    if (!isBegun) return pressed.length > 1 ? 'waiting' : null;
    this.#before = pressed.map((press) => ({ event: press, at: now }));
    return 'waiting';
  }

  #parse(keys: string): readonly KeybindingPress[] {
    const known = this.#parsed.get(keys) ?? parseKeybinding(keys);
    this.#parsed.set(keys, known);
    return known;
  }
}

/** Whether the keys go to something that is written in or chosen from: there they belong to it. */
export const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox]') !== null;

/** Whether a key may act at all. Alt makes signs on many keyboards; what is being composed belongs to the input method. */
export function mayAct(event: KeyboardEvent, singleKeys: boolean): boolean {
  if (event.defaultPrevented || isComposing(event) || event.altKey || event.getModifierState('AltGraph')) return false;
  if (event.ctrlKey || event.metaKey) return true;
  return singleKeys && !isField(event.target);
}
