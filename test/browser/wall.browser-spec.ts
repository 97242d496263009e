import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, picture, pictures, speak } from '../support/console-page.js';
import { Caller, configure, ticketOf } from '../support/line.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

jest.setTimeout(150_000);

const TV = { width: 1920, height: 1080 };
const NAME = '3 階の相談室';

describe('a screen on the wall, in browsers', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let tanaka: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    browser = await launchBrowser();
    pages = new ConsolePages(browser, relay.url);
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    await configure(relay, SUICIDE_PREVENTION, { staffing: { minimum: 0 }, waiting: { pickFreely: true } });
  });
  afterEach(async () => {
    await pages.close();
    expect(pages.faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await relay.close();
    await standIn.close();
  });

  const caller = () => Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
  const supervisorPage = () => pages.signIn('tanaka', 'tomoshibi-demo-3', { width: 1280, height: 800 });
  const signIn = async (page: Page) => {
    await page.getByLabel('ログイン名').fill('tanaka');
    await page.getByLabel('パスワード').fill('tomoshibi-demo-3');
    await page.getByRole('button', { name: 'サインイン' }).click();
  };
  const live = (page: Page) => page.getByText('最新の表示です').waitFor();
  const waiting = (page: Page, words: string) =>
    page.getByRole('listitem').filter({ hasText: '待っている相談' }).getByText(words).waitFor();
  const stopped = (page: Page) => page.getByText(/表示は .* に止まりました/).waitFor();
  const wide = async (page: Page, name: string) => {
    await page.setViewportSize(TV);
    await picture(page, `${name}-wide`);
  };

  it('is made on the board by keyboard, goes on without anybody’s session, and ends when somebody says so', async () => {
    const page = await supervisorPage();
    await page.goto(`${relay.url}/board`);
    const open = () => page.getByRole('button', { name: '壁に映す' }).press('Enter');
    await open();
    const dialog = page.getByRole('dialog', { name: '壁に映す' });
    await dialog.getByText('いまは、ありません。').waitFor();
    await dialog.getByRole('button', { name: 'リンクを作る' }).press('Enter');
    await dialog.getByText('名前を入力してください。').waitFor();
    await dialog.getByLabel('名前').fill(NAME);
    await dialog.getByRole('checkbox', { name: /^人権/ }).press('Space');
    await dialog.getByRole('radio', { name: '90 日' }).press('Space');
    await pictures(page, 'walls-dialog');
    await dialog.getByLabel('名前').press('Enter');
    const made = page.getByRole('dialog', { name: `「${NAME}」のリンク` });
    const url = (await made.locator('code').textContent()) ?? '';
    await pictures(page, 'walls-made');
    await made.getByRole('button', { name: '閉じる' }).press('Enter');

    const screen = await pages.open(TV);
    const sockets: string[] = [];
    screen.on('websocket', (socket) => sockets.push(socket.url()));
    await screen.goto(url);
    await live(screen);
    expect(screen.url()).toBe(`${relay.url}/wall`);
    expect(await screen.context().cookies()).toMatchObject([
      { name: 'tomoshibi-wall', httpOnly: true, sameSite: 'Strict' },
    ]);
    await waiting(screen, '0 件');
    const one = await caller();
    await waiting(screen, '1 件');
    expect(sockets).toEqual([]);
    const words = (await screen.getByRole('main').textContent()) ?? '';
    const { alias } = await ticketOf(tanaka, one.ticketId);
    expect(words).not.toContain(alias);
    expect(words).toContain('こころの相談');
    expect(words).not.toContain('人権');
    await wide(screen, 'wall-hung');
    await pictures(screen, 'wall-hung');
    await screen.evaluate(`localStorage.setItem('tomoshibi.language', 'en')`);
    await screen.reload();
    await screen.getByText(/Live$/).waitFor();
    await wide(screen, 'wall-hung-en');
    await screen.evaluate(`localStorage.setItem('tomoshibi.language', 'ja')`);

    // A screen that begins each morning with its link goes on; elsewhere it is no good any more.
    await screen.goto('about:blank');
    await screen.goto(url);
    await live(screen);
    const elsewhere = await pages.open(TV);
    await elsewhere.goto(url);
    await elsewhere.getByRole('alert').getByText('この画面には映せません').waitFor();
    await wide(elsewhere, 'wall-refused');

    await open();
    await dialog.getByText(/最後の表示/).waitFor();
    await pictures(page, 'walls-list');
    await page.keyboard.press('Escape');
    await speak(page, 'English');
    await page.getByRole('button', { name: 'Show on the wall' }).press('Enter');
    await page.getByText(/Last seen/).waitFor();
    await pictures(page, 'walls-list-en');
    await page.keyboard.press('Escape');
    await speak(page, '日本語');
    await open();
    await dialog.getByRole('button', { name: `「${NAME}」を終える` }).press('Enter');
    await dialog.getByText('いまは、ありません。').waitFor();
    await stopped(screen);
    await screen.getByText(/新しいリンクを作り/).waitFor();
    await wide(screen, 'wall-over');
    await screen.reload();
    await stopped(screen);
    await tanaka.take(one.ticketId);
    await tanaka.close(one.ticketId);
  });

  it('is looked at by a supervisor: big, without anybody’s name, and says truthfully when it stopped', async () => {
    const one = await caller();
    const page = await supervisorPage();
    await page.goto(`${relay.url}/wall`);
    const main = page.getByRole('main');
    await live(page);
    await page.locator('figure').first().waitFor();
    expect(await page.getByRole('button').count()).toBe(0);
    const { alias, number } = await ticketOf(tanaka, one.ticketId);
    const words = (await main.textContent()) ?? '';
    for (const word of [alias, `No. ${number}`, '聞いてください']) expect(words).not.toContain(word);
    await wide(page, 'wall');
    await page.context().setOffline(true);
    await main
      .locator('strong')
      .getByText(/で止まっています/)
      .waitFor();
    expect(await main.getAttribute('data-live')).toBe('false');
    await wide(page, 'wall-lost');
    const two = await caller();
    await page.context().setOffline(false);
    await live(page);
    await waiting(page, '2 件');
    // The session ends: no number is left standing.
    await relay.database.query(
      `DELETE FROM session USING staff WHERE staff.id = staff_id AND login = 'tanaka' AND session.created_at =
         (SELECT max(created_at) FROM session JOIN staff ON staff.id = staff_id WHERE login = 'tanaka')`,
    );
    await stopped(page);
    await page.getByRole('link', { name: 'サインインする' }).waitFor();
    await wide(page, 'wall-ended');
    // Who signs in there goes on with the wall, and so does who came to it without a session.
    await page.getByRole('link', { name: 'サインインする' }).click();
    await signIn(page);
    await waiting(page, '2 件');
    expect(page.url()).toBe(`${relay.url}/wall`);
    const nobody = await pages.open();
    await nobody.goto(`${relay.url}/wall`);
    await signIn(nobody);
    await live(nobody);
    expect(nobody.url()).toBe(`${relay.url}/wall`);
    for (const { ticketId } of [one, two]) {
      await tanaka.take(ticketId);
      await tanaka.close(ticketId);
    }
  });
});
