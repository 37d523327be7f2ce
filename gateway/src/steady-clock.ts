/**
 * Milliseconds for whatever is waited for, measured or limited: they pass evenly, also while somebody sets the machine's clock. They
 * began where that clock stood when this process did.
 */
export const steadyNow = (): number => performance.timeOrigin + performance.now();

/** The same instant of the machine's clock, which tokens are dated by, on the steady one. */
export const onSteadyClock = (instant: number): number => instant - Date.now() + steadyNow();
