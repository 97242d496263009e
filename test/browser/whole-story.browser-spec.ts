import { mkdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { EVENING, NIGHT, type Relay, startRelay } from '../support/relay.js';
import { startStandIn } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(90_000);

describe('the whole story, in two browser windows', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const faults: string[] = [];

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await browser.close();
    await relay.close();
    await standIn.close();
  });

  const newPage = async (viewport: { width: number; height: number }): Promise<Page> => {
    const context = await browser.newContext({ viewport, locale: 'ja-JP', timezoneId: 'Asia/Tokyo' });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      // A 401 on the first look for a session is how the console learns that nobody is signed in.
      if (message.type() === 'error' && !message.text().includes('401')) faults.push(message.text());
    });
    return page;
  };
  const signIn = async (login: string, password: string): Promise<Page> => {
    const page = await newPage({ width: 1280, height: 800 });
    await page.goto(relay.url);
    await page.getByLabel('ログイン名').fill(login);
    await page.getByLabel('パスワード').fill(password);
    await page.getByRole('button', { name: 'サインイン' }).click();
    await page.getByRole('button', { name: 'メニュー' }).waitFor({ state: 'attached' });
    return page;
  };
  const openPhone = async (caller: string): Promise<Page> => {
    const page = await newPage({ width: 390, height: 844 });
    await page.goto(`${standIn.url}/phone/?caller=${caller}#/suicide-prevention`);
    await page.getByRole('button', { name: '友だち追加', exact: true }).click();
    await page.getByText('友だち追加ありがとうございます').waitFor();
    return page;
  };
  const write = async (phone: Page, text: string) => {
    await phone.getByRole('textbox', { name: 'メッセージを入力' }).fill(text);
    await phone.getByRole('button', { name: '送信', exact: true }).click();
  };
  /** Takes the ticket that was opened last, whatever the line looks like. */
  const takeNewest = async (console: Page) => {
    const supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    const ticket = await eventually(
      async () => (await supervisor.desk()).waiting.toSorted((one, other) => (one.id < other.id ? 1 : -1))[0],
      'a waiting ticket',
    );
    await console.getByRole('button', { name: new RegExp(`^担当する：.*No\\. ${ticket.number}）`) }).click();
  };
  const picture = async (page: Page, name: string) => {
    const folder = process.env['SCREENSHOTS'];
    if (folder === undefined) return;
    await mkdir(folder, { recursive: true });
    await page.screenshot({ path: `${folder}/${name}.png` });
  };

  it('phone writes, console shows it without reload, take, reply, phone shows it, close', async () => {
    const phone = await openPhone('hanako');
    const console = await signIn('sato', 'tomoshibi-demo-1');
    const supervisor = await signIn('tanaka', 'tomoshibi-demo-3');
    await supervisor.getByRole('link', { name: '状況' }).click();
    await picture(console, 'desk-empty');

    await write(phone, 'すみません、眠れなくて…');
    await write(phone, '誰かと話したいです');
    const take = console.getByRole('button', { name: /^担当する/ }).first();
    await take.waitFor();
    await phone.getByText('番目です').waitFor();
    await picture(console, 'desk-waiting');
    await picture(supervisor, 'board-waiting');
    await take.click();
    await console.getByText('誰かと話したいです').waitFor();

    const composer = console.getByRole('textbox', { name: '返信を書く' });
    await composer.fill('こんばんは。相談員の佐藤です。眠れない夜は、つらいですね。');
    await composer.press('Enter');
    await phone.getByText('こんばんは。相談員の佐藤です。').waitFor();
    await console.getByText('LINE が受け付けました').last().waitFor();
    await write(phone, 'はい。明日のことを考えると、こわくなります');
    await console.getByText('明日のことを考えると、こわくなります').first().waitFor();
    await picture(console, 'desk-talk');
    await picture(phone, 'phone-talk');
    await picture(supervisor, 'board');
    expect(await supervisor.getByText('佐藤').first().isVisible()).toBe(true);

    await console.getByRole('button', { name: '終了する' }).first().click();
    await console
      .getByRole('dialog')
      .or(console.getByRole('alertdialog'))
      .getByRole('button', { name: '終了する' })
      .click();
    await console.getByText('担当中の相談はありません').waitFor();
    expect(faults).toEqual([]);
  });

  it('shows the phone outside the opening what to do now, and the console that the message is kept', async () => {
    const console = await signIn('tanaka', 'tomoshibi-demo-3');
    const clock = await ConsoleClient.signedIn(relay.url, 'tanaka');
    await clock.request('PUT', '/api/demo/clock', { instant: NIGHT.toISOString() });
    try {
      const phone = await openPhone('taro');
      await write(phone, 'こんな時間にすみません');
      await phone.getByText('次の受付').waitFor();
      await phone.getByText('0120-279-338').first().waitFor();
      await console.getByText('時間外').first().waitFor();
      await picture(phone, 'phone-closed');
    } finally {
      await clock.request('PUT', '/api/demo/clock', { instant: EVENING.toISOString() });
    }
    expect(faults).toEqual([]);
  });

  it('lets Enter choose a word of the IME without sending', async () => {
    const phone = await openPhone('jiro');
    await write(phone, 'もしもし');
    await phone.getByText('番目です').waitFor();
    const console = await signIn('suzuki', 'tomoshibi-demo-2');
    await takeNewest(console);
    const composer = console.getByRole('textbox', { name: '返信を書く' });
    await composer.click();
    const session = await console.context().newCDPSession(console);
    await session.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
    await composer.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true });
    await session.send('Input.insertText', { text: '日本' });
    expect(await composer.inputValue()).toBe('日本');
    await composer.press('Enter');
    await phone.getByText('日本', { exact: true }).waitFor();
    expect(await composer.inputValue()).toBe('');
    expect(faults).toEqual([]);
  });

  it('keeps counting past 5,000 units, sends nothing by Enter, and all of it in parts', async () => {
    const phone = await openPhone('saburo');
    await write(phone, 'もしもし');
    await phone.getByText('番目です').waitFor();
    const console = await signIn('sato', 'tomoshibi-demo-1');
    await takeNewest(console);
    const composer = console.getByRole('textbox', { name: '返信を書く' });
    await composer.fill('𠮷'.repeat(2501));
    await console
      .getByText(/5,?002/)
      .first()
      .waitFor();
    await composer.press('Enter');
    expect(await composer.inputValue()).toHaveLength(5002);
    await console.getByRole('button', { name: '分けて送る（2 通）' }).click();
    await phone.getByText('𠮷'.repeat(2500), { exact: true }).waitFor();
    await phone.getByText('𠮷', { exact: true }).waitFor();
    expect(await composer.inputValue()).toBe('');
  });
});
