/** What has to be there before the tests of a phase can run, in the order it is made. */
type Need = 'servers' | 'processes' | 'apps' | 'browser';

/** Projects of jest.config.js that run together, and what they need. */
export type Phase = {
  projects: readonly string[];
  workers: number;
  needs: readonly Need[];
  /** The run is killed and counts as failed after this time. */
  budgetMs: number;
};

const MINUTE_MS = 60_000;

/** Cheapest first, so that a plain mistake is reported within seconds. */
export const phases: readonly Phase[] = [
  {
    projects: ['unit', 'laws', 'libs/look', 'web-agent', 'web-widget'],
    workers: 2,
    needs: [],
    budgetMs: 15 * MINUTE_MS,
  },
  { projects: ['int'], workers: 2, needs: ['servers', 'processes'], budgetMs: 20 * MINUTE_MS },
  { projects: ['e2e'], workers: 1, needs: ['servers', 'processes', 'apps', 'browser'], budgetMs: 40 * MINUTE_MS },
];
