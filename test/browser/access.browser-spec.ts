import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { checked, floating } from '../support/accessibility.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, looks } from '../support/console-page.js';
import { getsFocus, tabTo } from '../support/keyboard.js';
import { Caller } from '../support/line.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

jest.setTimeout(120_000);

const WHY = '佐藤さんが倒れ、相談者が橋にいるらしいため';

describe('what needs a reason, in browsers', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let sato: ConsoleClient;
  let caller: Caller;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    browser = await launchBrowser();
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    await addStaff(relay, {
      login: 'yamada',
      displayName: '山田',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
  });
  beforeEach(async () => {
    pages = new ConsolePages(browser, relay.url);
    caller = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    await sato.take(caller.ticketId);
    await caller.writes('青葉橋のところにいます');
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

  const size = { width: 1280, height: 800 };
  const numberOf = async () => (await sato.talkRoom(caller.ticketId)).ticket.number;
  /** What floats over a screen is looked at by itself. */
  const isSound = async (page: Page) => {
    const floats = (await page.locator(floating).count()) > 0;
    expect((await checked(page, floats ? floating : null)).violations).toEqual([]);
  };

  it('reads a colleague’s ticket by keyboard alone, while its counselor and a supervisor see it', async () => {
    const [supervisor, counselor, reader] = [
      await pages.signIn('tanaka', 'tomoshibi-demo-3', size),
      await pages.signIn('sato', 'tomoshibi-demo-1', size),
      await pages.signIn('yamada', 'tomoshibi-demo-1', size),
    ];
    await relay.database.query(`UPDATE session SET verified_at = now() - interval '1 hour'`);
    const { keyboard } = reader;
    const offer = reader.getByRole('button', { name: '担当ではない相談を読む必要があるとき' });
    await offer.waitFor();
    await looks(reader, 'desk-offer');
    await tabTo(reader, offer);
    await keyboard.press('Enter');
    const dialog = reader.getByRole('dialog');
    await getsFocus(dialog.getByLabel('相談の番号'), 'the number');
    await keyboard.type(String(await numberOf()));
    await dialog.getByText('対応中・担当：佐藤').waitFor();
    const start = dialog.getByRole('button', { name: '緊急閲覧を始める' });
    await tabTo(reader, dialog.getByLabel('理由'));
    await keyboard.type('読みたい');
    expect(await start.isDisabled()).toBe(true);
    await keyboard.press('Control+A');
    await keyboard.insertText(WHY);
    await isSound(reader);
    await looks(reader, 'glass-dialog');
    await tabTo(reader, start);
    await keyboard.press('Enter');
    await reader.getByLabel('パスワード').waitFor();
    await keyboard.type('tomoshibi-demo-1');
    await keyboard.press('Enter');
    await reader.getByText('青葉橋のところにいます').waitFor();
    await reader.getByText('閲覧のみ。担当：佐藤').waitFor();
    await isSound(reader);
    await looks(reader, 'glass-reading');

    await supervisor.getByText('山田 さんが緊急閲覧をしています').waitFor();
    await supervisor.getByText(`理由：${WHY}`).waitFor();
    await isSound(supervisor);
    await looks(supervisor, 'glass-supervisor', 'en');
    await counselor.getByText('山田 さんが、あなたが担当した相談を緊急閲覧しています').waitFor();
    await looks(counselor, 'glass-counselor', 'en');

    const before = relay.clock.now();
    await moveClock(relay, new Date(before.getTime() + 31 * 60_000));
    try {
      await reader.getByText('青葉橋のところにいます').waitFor({ state: 'detached' });
      await reader.getByRole('dialog').waitFor({ state: 'detached' });
      await supervisor.getByText('山田 さんが緊急閲覧をしました').waitFor();
      const seen = supervisor.getByRole('button', { name: /緊急閲覧を確認した$/ });
      await tabTo(supervisor, seen);
      await supervisor.keyboard.press('Enter');
      await seen.waitFor({ state: 'detached' });
    } finally {
      await moveClock(relay, before);
    }
  });

  it('shows who a caller is from the emergency screen by one dialog, and hides it again', async () => {
    await sato.request('POST', `/api/tickets/${caller.ticketId}/incidents`, { situation: null });
    const page = await pages.signIn('sato', 'tomoshibi-demo-1', size);
    await page.goto(`${relay.url}/emergency?ticket=${caller.ticketId}`);
    const action = page.getByRole('button', { name: 'LINE の名前を見る' });
    await action.waitFor();
    expect(await page.getByText('花子').count()).toBe(0);
    await looks(page, 'unmask-emergency');
    const look = async () => {
      await tabTo(page, action);
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('理由').waitFor();
      await isSound(page);
      await looks(page, 'unmask-why');
      await tabTo(page, dialog.getByRole('button', { name: '表示する' }));
      await page.keyboard.press('Enter');
      await dialog.getByText(caller.userId).waitFor();
    };
    await look();
    await page.getByRole('dialog').getByText('花子').waitFor();
    await isSound(page);
    await looks(page, 'unmask-shown');
    await page.evaluate(`window.dispatchEvent(new Event('blur'))`);
    await page.getByText(caller.userId).waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(caller.userId);

    await caller.blocks();
    await page.clock.install();
    await look();
    await page.getByText('LINE から名前を得られません').waitFor();
    await looks(page, 'unmask-blocked');
    await page.clock.runFor(61_000);
    await page.getByText(caller.userId).waitFor({ state: 'detached' });
  });
});
