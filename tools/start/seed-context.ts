import type { NatsCredentials } from './environment.ts';

/** What the demo's seed gets to work with. Everything is up and ready when it is called. */
export type SeedContext = {
  /** `http://localhost:<port>/api/v1`, without a slash at the end. */
  apiUrl: string;
  /** Origins of pages that show the widget: the sample shop. */
  shopOrigins: readonly string[];
  /** The operator's access to NATS. */
  nats: { url: string } & NatsCredentials;
  /** File for the generated accounts, readable by its owner only; there after the first seeding. */
  demoFile: string;
  /** A line of progress for a person. */
  say: (line: string) => void;
  /** Aborted when the start is given up. */
  signal: AbortSignal;
};

/** Who may log in to the demo workspace. */
export type DemoAccount = { role: 'admin' | 'supervisor' | 'agent'; name: string; email: string; password: string };

export type Demo = { workspace: string; site: string; accounts: readonly DemoAccount[] };
