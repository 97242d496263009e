import { mkdir } from 'node:fs/promises';
import { type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { eventually } from './wait.js';

/** Consoles in a browser, with everything that went wrong in them. */
export class ConsolePages {
  readonly faults: string[] = [];
  readonly #contexts: BrowserContext[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly url: string,
  ) {}

  /** A browser of its own, which has been nowhere yet. */
  async open(size = { width: 1280, height: 900 }): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: size,
      locale: 'ja-JP',
      timezoneId: 'Asia/Tokyo',
      reducedMotion: 'reduce',
    });
    this.#contexts.push(context);
    return this.tabIn(context);
  }

  /** One more tab of a browser that is open. */
  async tabIn(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => {
      // A status that is refused is part of what is shown; the browser reports it by itself.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.faults.push(message.text());
    });
    return page;
  }

  /** Signed in by the same request as the screen makes, which saves the screen. */
  async signIn(login: string, password: string, size?: { width: number; height: number }): Promise<Page> {
    const page = await this.open(size);
    const answer = await page.context().request.post(`${this.url}/api/session`, {
      data: { login, password },
      headers: { 'user-agent': await page.evaluate<string>('navigator.userAgent') },
    });
    if (!answer.ok()) throw new Error(`${login} could not sign in: ${answer.status()}`);
    await page.goto(this.url);
    await page.getByRole('button', { name: 'メニュー' }).waitFor({ state: 'attached' });
    return page;
  }

  /** For what depends on somebody having done something in the page. */
  async signInByHand(
    login: string,
    password: string,
    size?: { width: number; height: number },
  ): Promise<Page> {
    const page = await this.open(size);
    await page.goto(this.url);
    await page.getByLabel('ログイン名').fill(login);
    await page.getByLabel('パスワード').fill(password);
    await page.getByRole('button', { name: 'サインイン' }).click();
    await page.getByRole('button', { name: 'メニュー' }).waitFor({ state: 'attached' });
    return page;
  }

  async close(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
  }
}

/** Writes a picture in light and in dark where `SCREENSHOTS` names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  // Characters that were not on the screen before bring their part of the font first.
  await page.evaluate('document.fonts.ready.then(() => true)');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** The same on a desk and on a phone, with something in sight. */
export async function pictures(page: Page, name: string, at?: Locator): Promise<void> {
  if (process.env['SCREENSHOTS'] === undefined) return;
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.setViewportSize({ width: 1280, height: 800 });
  await at?.scrollIntoViewIfNeeded();
  await picture(page, name);
  await page.setViewportSize({ width: 390, height: 844 });
  await at?.scrollIntoViewIfNeeded();
  await picture(page, `${name}-phone`);
  await page.setViewportSize(size);
}

const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };

/** Pictures of a screen on a desk and on a phone, and where asked, in English too. */
export async function looks(page: Page, name: string, also?: 'en'): Promise<void> {
  if (process.env['SCREENSHOTS'] === undefined) return;
  const before = page.viewportSize();
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    await picture(page, `${name}-${size}`);
  }
  if (before !== null) await page.setViewportSize(before);
  if (also === undefined) return;
  await speak(page, 'English');
  await looks(page, `${name}-en`);
  await speak(page, '日本語');
}

/** Opens what a person finds under their menu. */
export async function openMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(メニュー|Menu)$/ }).click();
}

export async function speak(page: Page, language: 'English' | '日本語'): Promise<void> {
  const choice = page.getByRole('radio', { name: language });
  await eventually(async () => {
    // Before somebody has signed in, and on a wide screen, it stands on the page itself.
    const isInMenu = (await choice.count()) === 0;
    if (isInMenu) await openMenu(page);
    // A page whose width has just changed may take it away from under the hand.
    const isChosen = await choice.click({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (isInMenu) await page.keyboard.press('Escape');
    return isChosen || undefined;
  }, `the page speaking ${language}`);
}

export async function signOut(page: Page): Promise<void> {
  await openMenu(page);
  await page.getByRole('button', { name: 'サインアウト' }).click();
}
