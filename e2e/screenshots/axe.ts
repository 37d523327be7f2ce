import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

type Axe = typeof axe;

/** What axe has against the page as it stands, frames and shadow trees included: which rule, where, and why. `only`: these rules instead of all. */
export async function findingsOf(page: Page, only?: readonly string[]): Promise<string[]> {
  const findings: string[] = [];
  for (const frame of page.frames()) {
    // What is not shown has nobody to keep out.
    const element = frame === page.mainFrame() ? null : await frame.frameElement();
    if (element === null || (await element.isVisible())) findings.push(...(await findingsIn(frame, only)));
  }
  return findings;
}

/** Each frame by itself: across frames of several origins axe takes several times as long. */
async function findingsIn(frame: Frame, only: readonly string[] | undefined): Promise<string[]> {
  await frame.evaluate(axe.source);
  const violations = await frame.evaluate(
    async (rules) => {
      const { run } = (globalThis as unknown as { axe: Axe }).axe;
      const found = await run(document, {
        iframes: false,
        resultTypes: ['violations'],
        ...(rules === null
          ? { rules: { 'target-size': { enabled: true } } }
          : { runOnly: { type: 'rule', values: rules } }),
      });
      return found.violations.map(({ id, nodes }) => ({
        id,
        nodes: nodes.map(({ target, failureSummary = '' }) => ({ target: target.flat(), failureSummary })),
      }));
    },
    only === undefined ? null : [...only],
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`),
  );
}
