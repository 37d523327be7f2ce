/** The look of button and panel. `--brand` is the site's colour, once it is known. */
export const css = `
:host { all: initial; --b: var(--brand, #1f5fd6); }
button {
  position: fixed; inset-block-end: 20px; inset-inline-end: 20px; z-index: 2147483000;
  width: 56px; height: 56px; padding: 0; border: 0; border-radius: 50%;
  background: var(--b); color: #fff; cursor: pointer; box-shadow: 0 4px 14px rgb(0 0 0 / 30%);
}
button:focus-visible { outline: 3px solid #fff; outline-offset: -6px; }
svg { width: 26px; height: 26px; fill: currentColor; }
.badge {
  position: absolute; inset-block-start: -4px; inset-inline-end: -4px; min-width: 20px; padding: 0 5px; border-radius: 10px;
  background: #c4221a; color: #fff; font: 600 12px/20px system-ui, sans-serif;
}
.panel {
  position: fixed; inset-block-end: 88px; inset-inline-end: 20px; z-index: 2147483000;
  width: min(390px, calc(100vw - 40px)); height: min(640px, calc(100dvh - 108px));
  overflow: hidden; border-radius: 16px; background: Canvas; box-shadow: 0 8px 34px rgb(0 0 0 / 28%);
}
[hidden] { display: none; }
p { margin: 40% 24px 0; color: CanvasText; font: 16px/1.5 system-ui, sans-serif; text-align: center; }
iframe { width: 100%; height: 100%; border: 0; }
@media (max-width: 480px) {
  .panel { inset: 0; width: 100vw; height: 100dvh; border-radius: 0; }
  .panel.open:has(iframe) + button { display: none; }
}`;
