/** What is left of an older standard. */
interface Coded {
  readonly keyCode: number;
}

/** Whether an input method is composing a character: Enter and Escape belong to it then. Safari tells only by the code. */
export function isComposing(event: Event): boolean {
  return event instanceof KeyboardEvent && (event.isComposing || (event as unknown as Coded).keyCode === 229);
}
