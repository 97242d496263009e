import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Locator, type Page } from 'playwright-core';
import { type ChecklistView } from '../../src/contract/checklist.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, looks, picture } from '../support/console-page.js';
import { newCaller, write } from '../support/conversation.js';
import { getsFocus } from '../support/keyboard.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

jest.setTimeout(180_000);

describe('an administrator who writes what is done in an emergency, by keyboard alone', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let page: Page;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    browser = await launchBrowser();
    pages = new ConsolePages(browser, relay.url);
    page = await pages.signIn('admin', 'tomoshibi-demo-4');
  });
  afterEach(() => {
    expect(pages.faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await pages.close();
    await browser.close();
    await relay.close();
    await standIn.close();
  });

  const reach = async (target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab') => {
    await target.waitFor();
    for (let presses = 0; presses < 150; presses += 1) {
      if ((await target.and(page.locator(':focus')).count()) > 0) return;
      await page.keyboard.press(key);
    }
    throw new Error(`the keyboard doesn’t reach ${target.toString()}`);
  };
  const fill = async (target: Locator, words: string, key?: 'Shift+Tab') => {
    await reach(target, key);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(words);
  };
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const row = (index: number) => page.getByRole('region', { name: '手順' }).getByRole('listitem').nth(index);
  const titles = () => page.getByLabel('すること', { exact: true });
  const preview = () => page.getByRole('region', { name: '相談員に見える画面' });
  const shown = () => preview().getByRole('listitem').getByRole('button').allInnerTexts();

  it('adds a step, mends what is wrong, moves it, and a counselor finds it', async () => {
    await page.goto(`${relay.url}/admin/checklist?account=${SUICIDE_PREVENTION}`);
    await titles().first().waitFor();
    await looks(page, 'checklist', 'en');
    if (process.env['SCREENSHOTS'] !== undefined) {
      await page.setViewportSize({ width: 1920, height: 1080 });
      await picture(page, 'checklist-1920');
      await page.setViewportSize({ width: 1280, height: 900 });
    }
    const count = await titles().count();
    await reach(button('手順を追加'));
    await page.keyboard.press('Enter');
    await getsFocus(titles().nth(count), 'the new step');
    await page.getByText('「新しい手順」に、直すところがあります。').waitFor();
    expect(await button('保存する').isDisabled()).toBe(true);
    const fresh = row(count);
    await page.keyboard.insertText('よりそいホットラインに電話する');
    await fill(fresh.getByLabel('何分以内'), '１２');
    await page.keyboard.press('Tab');
    expect(await fresh.getByLabel('何分以内').inputValue()).toBe('12');
    await fresh.getByText('ひとつ前の手順より早い時間です').waitFor();
    await reach(fresh.getByRole('checkbox', { name: '電話をかける手順にする' }));
    await page.keyboard.press('Space');
    await fresh.getByText('電話する先を書いてください').waitFor();
    await fill(fresh.getByLabel('電話番号'), '警察署');
    await fresh.getByText('電話番号を数字で書いてください').waitFor();
    await looks(page, 'checklist-faults', 'en');
    await reach(fresh.getByLabel('電話の窓口から選ぶ'), 'Shift+Tab');
    await page.keyboard.press('ArrowDown');
    expect(await fresh.getByLabel('電話する先').inputValue()).not.toBe('');
    expect(await fresh.getByText('電話番号を数字で書いてください').count()).toBe(0);

    // By a key in the field, then by the button, which the keyboard follows.
    await reach(titles().nth(count), 'Shift+Tab');
    await page.keyboard.press('Alt+ArrowUp');
    await getsFocus(titles().nth(count - 1), 'the field of the step that moved');
    const up = button('上へ：よりそいホットラインに電話する');
    await reach(up);
    for (let place = count - 1; place > 0; place -= 1) await page.keyboard.press('Enter');
    await getsFocus(button('下へ：よりそいホットラインに電話する'), 'the way back');
    expect(await titles().first().inputValue()).toBe('よりそいホットラインに電話する');
    expect((await shown())[0]).toContain('12 分以内');
    await preview().getByText('済んだ').waitFor();
    await looks(page, 'checklist-preview', 'en');

    await reach(button('保存する'));
    await page.keyboard.press('Enter');
    await page.getByText(/管理者 さんが保存/).waitFor();
    const client = await ConsoleClient.signedIn(relay.url, 'admin');
    const path = `/api/accounts/${SUICIDE_PREVENTION}/checklist`;
    const { body } = await client.request<ChecklistView>('GET', path);
    expect([body.version, body.steps.length, body.steps[0]?.byMinutes]).toEqual([2, count + 1, 12]);

    const sato = await ConsoleClient.signedIn(relay.url, 'sato');
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), '橋の上です');
    await sato.take(ticketId);
    await sato.request('POST', `/api/tickets/${ticketId}/incidents`, { situation: null });
    const counselor = await pages.signIn('sato', 'tomoshibi-demo-1');
    await counselor.goto(`${relay.url}/emergency?ticket=${ticketId}`);
    const steps = counselor.getByRole('region', { name: 'チェックリスト' }).getByRole('listitem');
    await steps.first().getByText('よりそいホットラインに電話する').waitFor();
    await counselor.getByText('第 2 版').waitFor();
  });

  it('is refused with what is wrong where nothing is left, and goes on when somebody else saved', async () => {
    await page.goto(`${relay.url}/admin/checklist?account=${SUICIDE_PREVENTION}`);
    await titles().first().waitFor();
    const removes = page.getByRole('button', { name: /^取りのぞく：/ });
    for (let left = await titles().count(); left > 0; left -= 1) {
      await reach(removes.first());
      await page.keyboard.press('Enter');
    }
    await page.getByText('手順がひとつもありません。').waitFor();
    expect(await button('保存する').isDisabled()).toBe(true);
    await looks(page, 'checklist-none');
    await reach(button('元に戻す'));
    await page.keyboard.press('Enter');
    await fill(titles().first(), '家族に電話する', 'Shift+Tab');
    const client = await ConsoleClient.signedIn(relay.url, 'admin');
    const path = `/api/accounts/${SUICIDE_PREVENTION}/checklist`;
    const { body } = await client.request<ChecklistView>('GET', path);
    await client.request('PUT', path, { version: body.version, steps: body.steps.slice(1) });
    await reach(button('保存する'));
    await page.keyboard.press('Enter');
    await page.getByText('ほかの人が保存しました').waitFor();
    await reach(page.getByRole('button', { name: /^新しい内容を見る/ }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByText(/管理者 さんが保存/).waitFor();
    expect(await titles().count()).toBe(body.steps.length - 1);
  });
});
