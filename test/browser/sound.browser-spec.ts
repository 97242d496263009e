import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsolePages, looks, picture, pictures } from '../support/console-page.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, write } from '../support/conversation.js';
import { listenTo, strikes } from '../support/heard.js';
import { getsFocus } from '../support/keyboard.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(90_000);

/**
 * Blocks sound before the first key, as browsers do. Chromium itself doesn't here: each look of the driver's counts as a
 * touch of the page.
 */
const blockSound = `
  let isTouched = false;
  window.addEventListener('keydown', () => (isTouched = true), { capture: true });
  window.AudioContext = class extends AudioContext {
    isAllowed = false;
    get state() {
      return this.isAllowed ? super.state : 'suspended';
    }
    async resume() {
      if (!isTouched) return;
      await super.resume();
      this.isAllowed = true;
      this.dispatchEvent(new Event('statechange'));
    }
  };`;

/** A browser's notices, with what they show kept to be read: a headless one has no desktop. */
const noticesOf = `
  window.shownNotices = [];
  const hasFocus = document.hasFocus.bind(document);
  document.hasFocus = () => window.looksElsewhere !== true && hasFocus();
  window.Notification = class extends EventTarget {
    static permission = 'default';
    static requestPermission = async () => (Notification.permission = 'granted');
    constructor(title, { body }) {
      super();
      window.shownNotices.push(title + '／' + body);
    }
    close() {}
  };`;

describe('what can be heard, in a browser', () => {
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

  it('says that the browser blocks it until the page is touched, lets itself be tried, and keeps what a person chose', async () => {
    const page = await pages.signInByHand('sato', 'tomoshibi-demo-1', { width: 1280, height: 800 });
    await listenTo(page);
    await page.addInitScript({ content: blockSound });
    await page.reload();
    await page.getByText('音が止まっています').waitFor();
    await pictures(page, 'sound-blocked');
    await page.getByRole('button', { name: '音の設定' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('音が止まっています').waitFor({ state: 'detached' });

    const dialog = page.getByRole('dialog', { name: '音' });
    await picture(page, 'sound');
    await dialog.getByRole('button', { name: '試しに鳴らす：アラート' }).press('Enter');
    await eventually(async () => (await strikes(page)) === 8 || undefined, 'four notes of two partials each');
    await dialog.getByRole('slider', { name: '音量', exact: true }).press('ArrowDown');
    await dialog.getByText('50%').waitFor();
    await dialog.getByRole('switch', { name: '音を鳴らす' }).press('Space');
    await picture(page, 'sound-muted');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('button', { name: '音の設定（消音中）' }).click();
    await dialog.getByText('50%').waitFor();
    expect(await dialog.getByRole('switch', { name: '音を鳴らす' }).isChecked()).toBe(false);
  });

  it('tells outside the window without a name or a word, once it was allowed to', async () => {
    const page = await pages.signInByHand('sato', 'tomoshibi-demo-1', { width: 1280, height: 800 });
    await page.addInitScript({ content: noticesOf });
    await page.reload();
    const settings = page.getByRole('button', { name: '音の設定' });
    await settings.press('Enter');
    await page.getByRole('button', { name: '通知を許可する' }).press('Enter');
    await page.getByRole('switch', { name: '通知を出す' }).waitFor();
    await picture(page, 'notices');
    await page.getByRole('button', { name: '試しに鳴らす：デスクトップ通知' }).press('Enter');
    const shown = () => page.evaluate<string[]>('window.shownNotices');
    await eventually(async () => (await shown()).length === 1 || undefined, 'the notice to try');
    await page.keyboard.press('Escape');
    await page.evaluate('window.looksElsewhere = true');
    const userId = await newCaller(standIn);
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, 'はじめまして');
    await (await ConsoleClient.signedIn(relay.url, 'sato')).take(ticketId);
    await write(standIn, relay, SUICIDE_PREVENTION, userId, 'だれにも言えないこと');
    await eventually(async () => (await shown()).length === 2 || undefined, 'a notice of a message');
    expect((await shown()).at(-1)).toBe('新しいメッセージ／灯の画面を開いてください。');
    await page.addInitScript({ content: `Notification.permission = 'denied';` });
    await page.reload();
    await settings.press('Enter');
    await page.getByText('ブラウザーの設定で止められています').waitFor();
  });

  it('says that the session ends for want of a person, to each of them, until they do something', async () => {
    const page = await pages.signIn('sato', 'tomoshibi-demo-1', { width: 1280, height: 800 });
    await listenTo(page);
    await page.addInitScript({ content: noticesOf });
    await page.addInitScript({
      content: `Notification.permission = 'granted'; window.looksElsewhere = true;`,
    });
    await page.goto(`${relay.url}/search`);
    // It can be heard: what sounds once before that is not said again.
    await page.getByRole('button', { name: '音の設定' }).press('Enter');
    await page.getByRole('button', { name: '試しに鳴らす：アラート' }).press('Enter');
    await eventually(async () => (await strikes(page)) === 8 || undefined, 'four notes of two partials each');
    await page.keyboard.press('Escape');
    const field = page.getByRole('searchbox');
    await field.fill('雨');
    const admin = await pages.signIn('admin', 'tomoshibi-demo-4', { width: 1280, height: 800 });
    await relay.database.query(`UPDATE session SET seen_at = now() - interval '117 minutes'`);
    const line = 'あと3分でサインアウトします。続けるときは「続ける」を押してください。';
    for (const each of [page, admin]) await each.getByRole('status').filter({ hasText: line }).waitFor();
    await getsFocus(field, 'the field that the person left');
    expect(await page.title()).toContain('まもなくサインアウト');
    expect(await page.evaluate('window.shownNotices')).toEqual([
      'まもなくサインアウト／灯の画面を開いてください。',
    ]);
    await eventually(async () => (await strikes(page)) === 10 || undefined, 'one note of two partials');
    await pictures(admin, 'idle-administrator');
    await looks(page, 'idle');
    await field.press('End');
    await page.getByText(line).waitFor({ state: 'detached' });
    expect(await page.title()).not.toContain('サインアウト');
    await admin.getByRole('button', { name: '続ける' }).click();
    await admin.getByText(line).waitFor({ state: 'detached' });
    await relay.database.query(`UPDATE session SET seen_at = now() - interval '121 minutes'`);
    for (const each of [page, admin]) await each.getByText('サインインの期限が切れました').waitFor();
  });

  it('fits a phone', async () => {
    const page = await pages.signInByHand('tanaka', 'tomoshibi-demo-3');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: '音の設定' }).click();
    await page.getByRole('dialog', { name: '音' }).waitFor();
    await picture(page, 'sound-phone');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });
});
