/// <reference lib="dom" />
import { findFirefox } from '@holdfast/tools';
import { type Browser, type Frame, launch, type Page } from 'puppeteer-core';

const SOON_MS = 20_000;

/** Starts the machine's own Firefox, headless, as its users have it: no patched build. */
export function launchFirefox(): Promise<Browser> {
  const executablePath = findFirefox();
  if (executablePath === undefined)
    throw new Error('no Firefox here: install it (on Debian: apt-get install firefox-esr) or set FIREFOX to its path');
  return launch({ browser: 'firefox', executablePath, headless: true });
}

/** A page of Firefox, or the widget's frame in it, by what people see of it. */
abstract class FirefoxScreen {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(SOON_MS);
  }

  protected abstract readonly field: string;
  protected abstract readonly message: string;
  protected abstract frame(): Promise<Frame>;

  // Puppeteer's locators would evaluate strings in the page, which our content security policy forbids.

  protected async press(selector: string): Promise<void> {
    const element = await this.page.waitForSelector(selector, { visible: true });
    await element?.click();
  }

  protected async fill(selector: string, text: string): Promise<void> {
    const field = await this.page.waitForSelector(selector, { visible: true });
    await field?.type(text);
  }

  async post(text: string): Promise<void> {
    const frame = await this.frame();
    const field = await frame.waitForSelector(this.field, { visible: true });
    await field?.type(text);
    await field?.press('Enter');
  }

  /** Texts of the messages, from top to bottom. */
  async texts(): Promise<string[]> {
    const frame = await this.frame();
    return frame.$$eval(this.message, (bubbles) => bubbles.map((bubble) => (bubble as HTMLElement).innerText.trim()));
  }

  /** What the tick of the last message with this text says; null: it has none. */
  async tick(text: string): Promise<string | null> {
    const frame = await this.frame();
    return frame.evaluate((wanted) => {
      const messages = [...document.querySelectorAll<HTMLElement>('[data-id]')];
      const message = messages.findLast((candidate) => candidate.innerText.includes(wanted));
      return message?.querySelector<HTMLElement>('[data-tick]')?.dataset['tick'] ?? null;
    }, text);
  }
}

/** The widget on the sample shop. */
export class FirefoxWidget extends FirefoxScreen {
  protected readonly field = 'textarea';
  protected readonly message = 'hf-message .bubble p';

  static async open(firefox: Browser, shop: string): Promise<FirefoxWidget> {
    const page = await firefox.newPage();
    await page.goto(shop);
    const widget = new FirefoxWidget(page);
    await widget.#show();
    return widget;
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.#show();
  }

  /** The button is in a shadow tree. */
  async #show(): Promise<void> {
    await this.press('>>> button[aria-label^="Open chat"]');
    const frame = await this.frame();
    const shown = await frame.waitForSelector(`${this.field}, .begin`, { visible: true });
    // Who has no conversation yet begins one.
    await shown?.evaluate((element) => {
      // From within: a driver of Firefox ESR cannot find out where in the page a frame is.
      if (element.matches('.begin')) (element as HTMLElement).click();
    });
    await frame.waitForSelector(this.field, { visible: true });
  }

  protected async frame(): Promise<Frame> {
    return this.page.waitForFrame((frame) => frame.url().includes('/widget/'), { timeout: SOON_MS });
  }
}

/** The console, signed in. */
export class FirefoxConsole extends FirefoxScreen {
  protected readonly field = 'hf-composer textarea';
  protected readonly message = 'hf-message-bubble .bubble';

  static async signIn(
    firefox: Browser,
    address: string,
    { email, password }: { readonly email: string; readonly password: string },
  ): Promise<FirefoxConsole> {
    const page = await firefox.newPage();
    await page.goto(address);
    const console = new FirefoxConsole(page);
    await console.fill('input[type=email]', email);
    await console.fill('input[type=password]', password);
    await console.press('button[type=submit]');
    await console.press('button ::-p-text(Go online)');
    return console;
  }

  async openChat(lastMessage: string): Promise<void> {
    await this.press(`hf-inbox-row ::-p-text(${lastMessage})`);
    await this.page.waitForSelector(this.field);
  }

  protected frame(): Promise<Frame> {
    return Promise.resolve(this.page.mainFrame());
  }
}
