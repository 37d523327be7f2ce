import { TestBed } from '@angular/core/testing';

/** Runs what Angular has to run until the condition holds; the test's own time limit is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  for (;;) {
    TestBed.tick();
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve));
  }
}
