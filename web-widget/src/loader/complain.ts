/** Tells whoever builds the page. Never thrown: a mistake in a call must not break the page that makes it. */
export function complain(what: string): void {
  console.error(`Holdfast: ${what}.`);
}
