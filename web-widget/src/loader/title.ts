/** What stands before the page's own title. */
let shown = '';

/** Puts the number of unread messages before the page's title, whatever the page has made of it since; 0 takes it away. */
export function countInTitle(count: number): void {
  const { title } = document;
  const own = title.startsWith(shown) ? title.slice(shown.length) : title;
  shown = count > 0 ? `(${String(count)}) ` : '';
  if (title !== shown + own) document.title = shown + own;
}
