import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Locator, type Page } from 'playwright-core';
import { type AccountTexts } from '../../src/contract/opening.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, looks } from '../support/console-page.js';
import { tabTo } from '../support/keyboard.js';
import { Caller } from '../support/line.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

jest.setTimeout(180_000);

describe('an administrator who edits by keyboard alone', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    browser = await launchBrowser();
    pages = new ConsolePages(browser, relay.url);
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

  const edits = async (section: string) => {
    const page = await pages.signIn('admin', 'tomoshibi-demo-4');
    await page.goto(`${relay.url}/admin/${section}?account=${SUICIDE_PREVENTION}`);
    return page;
  };
  const reach = async (page: Page, target: Locator, keys?: 'Shift+Tab') => {
    await target.waitFor();
    await tabTo(page, target, keys, 150);
  };
  const fill = async (page: Page, target: Locator, words: string, keys?: 'Shift+Tab') => {
    await reach(page, target, keys);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(words);
  };
  const press = async (page: Page, target: Locator, keys?: 'Shift+Tab') => {
    await reach(page, target, keys);
    await page.keyboard.press('Enter');
  };
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

  it('changes hours, and sees first what they would make of the next days', async () => {
    const page = await edits('hours');
    const counselor = await pages.signIn('sato', 'tomoshibi-demo-1');
    const preview = page.getByRole('region', { name: 'これからの受付' });
    await preview.getByText('17:00–22:30（新規 22:00 まで）').first().waitFor();
    await looks(page, 'hours-editor', 'en');
    await fill(page, field(page, '終わり').first(), '２１時');
    await page.keyboard.press('Tab');
    expect(await field(page, '終わり').first().inputValue()).toBe('21:00');
    await page.getByText('始まりと終わりのあいだにしてください').waitFor();
    expect(await button(page, '保存する').isDisabled()).toBe(true);
    await fill(page, field(page, '新規は何時まで').first(), '20:45');
    await preview.getByText('17:00–21:00（新規 20:45 まで）').first().waitFor();
    await page.getByText('これから 14 日のうち、14 日の受付が変わります。').waitFor();
    await looks(page, 'hours-changed', 'en');
    await press(page, button(page, '保存する'));
    await page.getByText(/管理者 さんが保存/).waitFor();
    // The window of somebody at work follows without anything being done there.
    await counselor.getByText('20:45').first().waitFor();

    await fill(page, field(page, '終わり').first(), '19:00', 'Shift+Tab');
    await fill(page, field(page, '新規は何時まで').first(), '18:30');
    await page.getByText(/いまの受付がすぐに終わります/).waitFor();
    await press(page, button(page, '保存する'));
    const question = page.getByRole('dialog', { name: 'いますぐ受付が終わります。保存しますか？' });
    await question.waitFor();
    await looks(page, 'hours-closes-now');
    await page.keyboard.press('Escape');
    await press(page, button(page, '元に戻す'), 'Shift+Tab');
    expect(await field(page, '終わり').first().inputValue()).toBe('21:00');
  });

  it('changes a text, though somebody else saves meanwhile', async () => {
    const page = await edits('texts');
    await press(page, button(page, '列を離れたとき'));
    await looks(page, 'texts-editor', 'en');
    await fill(page, field(page, '文面'), 'またいつでも。');
    await press(page, page.getByRole('button', { name: /^\{phones\}/ }));
    const bubble = page.getByRole('figure').first();
    await bubble.getByText(/またいつでも。.*よりそいホットライン/s).waitFor();
    const client = await ConsoleClient.signedIn(relay.url, 'admin');
    const path = `/api/accounts/${SUICIDE_PREVENTION}/texts`;
    const { body: texts } = await client.request<AccountTexts>('GET', path);
    const version = texts.items.find(({ situation }) => situation === 'left')?.version;
    await client.request('PUT', `${path}/left`, { version, body: 'ほかの人の文面' });
    await press(page, button(page, '保存する'));
    await page.getByText('ほかの人が保存しました').waitFor();
    await looks(page, 'texts-stale');
    await press(page, button(page, 'このまま続ける（上書きします）'), 'Shift+Tab');
    await press(page, button(page, '保存する'));
    await page.getByText(/保存しました（/).waitFor();
    const { body: saved } = await client.request<AccountTexts>('GET', path);
    expect(saved.items.find(({ situation }) => situation === 'left')?.body).toBe('またいつでも。{phones}');
    await press(page, button(page, '標準の文面に戻す'), 'Shift+Tab');
    await page.getByText('保存すると、標準の文面に戻ります。').waitFor();
  });

  it('adds a canned text, which a counselor in the middle of a talk has at once', async () => {
    const caller = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    const sato = await ConsoleClient.signedIn(relay.url, 'sato');
    await sato.take(caller.ticketId);
    const counselor = await pages.signIn('sato', 'tomoshibi-demo-1');
    await counselor.goto(`${relay.url}/?ticket=${caller.ticketId}`);
    const composer = counselor
      .getByRole('combobox')
      .or(counselor.getByRole('textbox', { name: /返信/ }))
      .first();
    await composer.waitFor();
    await composer.fill('/');
    const option = counselor.getByRole('option', { name: /深呼吸/ });
    await counselor.getByRole('option').first().waitFor();
    expect(await option.count()).toBe(0);

    const page = await edits('canned-texts');
    await press(page, button(page, '定型文を追加'));
    await page.getByText('「新しい定型文」に、直すところがあります。').waitFor();
    await fill(page, field(page, '呼び出し名'), '深呼吸');
    await fill(page, field(page, '題名'), '深呼吸をすすめる');
    await fill(page, field(page, '文面'), '「{account}」です。ゆっくり息をしてみましょう。');
    await page.getByRole('figure').first().getByText('「こころの相談（サンプル）」です。').waitFor();
    await looks(page, 'canned-editor', 'en');
    await press(page, button(page, '保存する'));
    await page.getByText(/管理者 さんが保存/).waitFor();
    await option.waitFor();
    expect(await option.textContent()).toContain('「こころの相談（サンプル）」です。');
  });

  it('keeps numbers and categories', async () => {
    const phones = await edits('phones');
    await phones.getByRole('region', { name: '電話リスト：こころの相談（サンプル）' }).waitFor();
    await looks(phones, 'phones-editor', 'en');
    await press(phones, phones.getByRole('button', { name: '今日確かめた：よりそいホットライン' }).last());
    await press(phones, button(phones, '保存する').last());
    await phones.getByText('確かめた人：管理者').waitFor();
    const page = await edits('categories');
    await press(page, button(page, '分類を追加'));
    await page.keyboard.insertText('学校');
    await press(page, button(page, '分類を追加'));
    await page.keyboard.insertText('家族');
    await press(page, button(page, '上へ：家族'), 'Shift+Tab');
    await looks(page, 'categories-editor', 'en');
    await press(page, button(page, '保存する'));
    await page.getByText(/管理者 さんが保存/).waitFor();

    const counselor = await pages.signIn('sato', 'tomoshibi-demo-1');
    const sato = await ConsoleClient.signedIn(relay.url, 'sato');
    const caller = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    await sato.take(caller.ticketId);
    await counselor.goto(`${relay.url}/?ticket=${caller.ticketId}`);
    await counselor.getByRole('button', { name: '終了する' }).click();
    const choices = counselor.getByRole('radiogroup', { name: 'どんな相談でしたか' }).getByRole('radio');
    await choices.first().waitFor();
    expect(await choices.count()).toBe(3);
    await looks(counselor, 'closing');
    await counselor.getByRole('radio', { name: '学校' }).focus();
    await counselor.keyboard.press('Space');
    await counselor.getByRole('alertdialog').getByRole('button', { name: '終了する' }).click();
    await counselor.getByRole('alertdialog').waitFor({ state: 'detached' });
    const [closed] = await relay.database.query<{ name: string }>(
      'SELECT name FROM ticket JOIN category ON category.id = category_id WHERE ticket.id = $1',
      [caller.ticketId],
    );
    expect(closed?.name).toBe('学校');
  });
});
