/* What a page does with Holdfast: calls made before the loader has come wait for it. */
globalThis.Holdfast ??= (...call) => (globalThis.Holdfast.q ??= []).push(call);

let count = 0;
globalThis.document.addEventListener('click', ({ target }) => {
  const { ask, buy } = target.closest('[data-ask], [data-buy]')?.dataset ?? {};
  if (ask !== undefined) globalThis.Holdfast('newMessage', ask === '' ? '' : `I have a question about ${ask}: `);
  if (buy !== undefined) globalThis.document.getElementById('count').textContent = String(++count);
});
