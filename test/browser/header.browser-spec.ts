import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsolePages, looks } from '../support/console-page.js';
import { BOTH_OPEN, type Relay, startRelay } from '../support/relay.js';
import { startStandIn } from '../support/stand-in.js';

/** Whether each state is seen from its first letter to its last, and lies within its row. */
const HOW_THEY_STAND = `[...document.querySelectorAll('[data-state-of-account]')].map((state) => {
  const { left, right, top, height } = state.getBoundingClientRect();
  const isSeen = [left + 1, right - 1].every((x) => state.contains(document.elementFromPoint(x, top + height / 2)));
  return { isSeen, isInside: right <= state.closest('ul').getBoundingClientRect().right + 0.5 };
})`;

describe('what stands above every screen, in a real browser', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: BOTH_OPEN });
    browser = await launchBrowser();
    // Nobody has more tabs.
    await relay.database.query(`UPDATE staff SET administrator = true WHERE login = 'tanaka'`);
  }, 120_000);
  beforeEach(() => {
    pages = new ConsolePages(browser, relay.url);
  });
  afterEach(async () => {
    await pages.close();
    expect(pages.faults).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await relay.close();
    await standIn.close();
  });

  /** Signs in on the screen that stands, as somebody does who was led there. */
  const signsIn = async (page: Page, login: string, password: string) => {
    await page.getByLabel('ログイン名').fill(login);
    await page.getByLabel('パスワード').fill(password);
    await page.getByRole('button', { name: 'サインイン', exact: true }).click();
    await page.getByRole('button', { name: 'メニュー' }).waitFor({ state: 'attached' });
  };
  const place = (page: Page) => page.url().slice(relay.url.length);

  it.each([1600, 1280, 1100, 1024, 390])(
    'says whole whether each account is open, and until when, at %d px',
    async (width) => {
      const page = await pages.signIn('tanaka', 'tomoshibi-demo-3');
      await page.setViewportSize({ width, height: 800 });
      for (const language of ['ja', 'en']) {
        await page.evaluate(`localStorage.setItem('tomoshibi.language', '${language}')`);
        await page.reload();
        const states = page
          .locator('header')
          .getByRole('list', {
            name: language === 'ja' ? '公式アカウントの受付' : 'Accounts and their hours',
          })
          .getByRole('listitem')
          .locator('[data-state-of-account]');
        await states.nth(1).waitFor();
        const seen = await page.evaluate<{ isSeen: boolean; isInside: boolean }[]>(HOW_THEY_STAND);
        expect(seen).toHaveLength(2);
        // A phone shows the first and goes on sideways.
        for (const each of width < 720 ? seen.slice(0, 1) : seen)
          expect(each).toMatchObject({ isSeen: true, isInside: true });
        const bar = await page.evaluate('document.documentElement.scrollWidth');
        expect(bar).toBeLessThanOrEqual(width);
      }
      await looks(page, `header-${width}`, 'en');
    },
  );

  it('leads back to where somebody was when their session ran out', async () => {
    const page = await pages.signIn('tanaka', 'tomoshibi-demo-3');
    await page.goto(`${relay.url}/audit?group=reading`);
    await page.getByRole('heading', { name: 'だれが何をしたか' }).waitFor();
    await page.getByLabel('内容').selectOption('settings');
    await page.waitForURL(/group=settings/);
    await relay.database.query('DELETE FROM session');
    await page.getByLabel('ログイン名').waitFor();
    await signsIn(page, 'tanaka', 'tomoshibi-demo-3');
    await page.getByRole('heading', { name: 'だれが何をしたか' }).waitFor();
    expect(place(page)).toBe('/audit?group=settings');
  });

  it('leads nobody to what was another’s, nor after signing out', async () => {
    const page = await pages.signIn('tanaka', 'tomoshibi-demo-3');
    await page.goto(`${relay.url}/audit`);
    await page.getByRole('heading', { name: 'だれが何をしたか' }).waitFor();
    await relay.database.query('DELETE FROM session');
    await page.getByLabel('ログイン名').waitFor();
    await signsIn(page, 'sato', 'tomoshibi-demo-1');
    await page.getByRole('heading', { name: '担当中' }).waitFor();
    expect(place(page)).toBe('/');
    await page.goto(`${relay.url}/shift`);
    await page.getByRole('button', { name: 'メニュー' }).click();
    await page.getByRole('button', { name: 'サインアウト' }).click();
    await page.getByLabel('ログイン名').waitFor();
    await signsIn(page, 'sato', 'tomoshibi-demo-1');
    await page.getByRole('heading', { name: '担当中' }).waitFor();
    expect(place(page)).toBe('/');
  });

  it('leads to an address that was opened before signing in, where it is theirs', async () => {
    const page = await pages.open();
    await page.goto(`${relay.url}/shift`);
    await page.getByLabel('ログイン名').waitFor();
    await signsIn(page, 'sato', 'tomoshibi-demo-1');
    expect(place(page)).toBe('/shift');
    const other = await pages.open();
    await other.goto(`${relay.url}/audit`);
    await other.getByLabel('ログイン名').waitFor();
    await signsIn(other, 'sato', 'tomoshibi-demo-1');
    await other.getByRole('heading', { name: '担当中' }).waitFor();
    expect(place(other)).toBe('/');
  });
});
