import { signIn } from './console-page.ts';
import { type Browser, type Context, desktop, type Page } from './desktop.ts';

type Protocol = Awaited<ReturnType<Context['newCDPSession']>>;

/** What is left of an app's page after its garbage was collected. */
export interface Kept {
  readonly mb: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** One of the two apps, open in a tab of its own. */
export interface App {
  readonly name: string;
  readonly page: Page;
  /** What its person does now and then. */
  use(): Promise<void>;
  /** Takes the network away, or gives it back. */
  setOffline(offline: boolean): Promise<void>;
  kept(): Promise<Kept>;
}

/** The console of an agent who looks at all chats, and opens one after the other. */
export async function openConsole(browser: Browser, url: string, email: string, password: string): Promise<App> {
  const context = await desktop(browser);
  const page = await signIn(context, url, email, password);
  await page.goto(new URL('all', url).href);
  await page.locator('hf-inbox-row a').first().waitFor();
  let turn = 0;
  // At this rate no row stays where it is for as long as a driver looks where to click.
  return appOf('console', context, page, () =>
    page.evaluate((place) => {
      const row = document.querySelectorAll<HTMLElement>('hf-inbox-row a')[place];
      if (row === undefined) throw new Error('there is no such row');
      row.click();
    }, turn++ % 8),
  );
}

/** The widget of a visitor who writes into one conversation on the sample shop's page. */
export async function openWidget(browser: Browser, url: string): Promise<App & { readonly sent: () => number }> {
  const context = await desktop(browser);
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('button', { name: /^Open chat/ }).click();
  const frame = page.frameLocator('iframe');
  await frame.getByRole('button', { name: 'Send us a message' }).click();
  const field = frame.getByLabel('Your message');
  let sent = 0;
  const app = await appOf('widget', context, page, async () => {
    await field.fill(`Is anybody there? I ask for the ${String(sent + 1)}. time.`);
    await field.press('Enter');
    sent++;
  });
  return { ...app, sent: () => sent };
}

async function appOf(name: string, context: Context, page: Page, use: () => Promise<void>): Promise<App> {
  const protocol = await context.newCDPSession(page);
  return { name, page, use, setOffline: (offline) => context.setOffline(offline), kept: () => keptBy(protocol) };
}

async function keptBy(protocol: Protocol): Promise<Kept> {
  await protocol.send('HeapProfiler.collectGarbage');
  const { usedSize } = await protocol.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await protocol.send('Memory.getDOMCounters');
  return { mb: usedSize / 1_048_576, nodes, listeners: jsEventListeners };
}
