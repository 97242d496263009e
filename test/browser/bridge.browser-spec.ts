import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type ShiftView } from '../../src/contract/care.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, picture, pictures, speak } from '../support/console-page.js';
import { act, Caller, configure, ticketOf } from '../support/line.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(150_000);

describe('the bridge, in browsers', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let sato: ConsoleClient;
  let tanaka: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    browser = await launchBrowser();
    pages = new ConsolePages(browser, relay.url);
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    await configure(relay, SUICIDE_PREVENTION, {
      staffing: { minimum: 0 },
      waiting: { pickFreely: true },
      targets: { waitMinutes: 10, replyMinutes: 20 },
    });
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

  const minutes = (count: number) => moveClock(relay, new Date(EVENING.getTime() + count * 60_000));
  const caller = () => Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
  const supervisorPage = () => pages.signIn('tanaka', 'tomoshibi-demo-3', { width: 1280, height: 800 });
  const figure = (page: Page, list: string) => page.locator(`[data-figure="${list}"]`);
  const says = (page: Page, list: string, words: string | RegExp) =>
    figure(page, list).getByText(words).first().waitFor();
  const wide = async (page: Page, name: string) => {
    await page.setViewportSize({ width: 1920, height: 1080 });
    await picture(page, `${name}-wide`);
    await page.setViewportSize({ width: 1280, height: 800 });
  };

  it('answers at a glance without a reload, and each number leads to what it counts; by keyboard', async () => {
    const page = await supervisorPage();
    await page.getByRole('link', { name: '状況' }).press('Enter');
    await says(page, 'waiting', '0 件');
    // Nothing is below the fold of what a supervisor asks first.
    const box = await page.locator('[aria-labelledby="board-today"] svg').first().boundingBox();
    expect((box?.y ?? 9999) + (box?.height ?? 0)).toBeLessThanOrEqual(800);
    const late = await caller();
    const taken = await caller();
    await says(page, 'waiting', '2 件');
    await sato.take(taken.ticketId);
    await says(page, 'owed', '1 人');
    await minutes(12);
    await tanaka.request('PUT', '/api/demo/clock', { instant: relay.clock.now().toISOString() });
    await says(page, 'oldest', /^12分/);
    await says(page, 'oldest', '目標を超過 1 件');
    await act(tanaka, taken.ticketId, 'risk', { risk: 'imminent', reason: '薬を手もとに置いている' });
    await says(page, 'risk', 'うち高い・切迫 1 件');
    // Numbers of the day follow too, and stand in a table for who doesn't see the pictures.
    await eventually(
      async () => (await page.locator('[data-total="arrivals"] dd').textContent()) === '2 件' || undefined,
      'the day counting both',
    );
    await pictures(page, 'bridge');
    await wide(page, 'bridge');
    await speak(page, 'English');
    await pictures(page, 'bridge-en');
    await speak(page, '日本語');
    await page.getByText('数字の表').press('Enter');
    await page.getByRole('region', { name: '数字の表' }).getByRole('row').nth(1).waitFor();
    await figure(page, 'oldest').press('Enter');
    const list = page.locator('[data-list="oldest"]');
    const { alias } = await ticketOf(tanaka, late.ticketId);
    await list.getByText(alias).waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('board-list');
    await pictures(page, 'bridge-list', list);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('閲覧のみ').first().waitFor();
    await sato.take(late.ticketId);
    await page.goBack();
    await says(page, 'waiting', '0 件');
  });

  it('shows people their own shift, suggests a break, and lets them say that they would like to talk', async () => {
    await minutes(15);
    const page = await pages.signIn('sato', 'tomoshibi-demo-1', { width: 1280, height: 800 });
    await eventually(async () => {
      const { body } = await sato.request<ShiftView>('GET', '/api/shift');
      return body.workingSince !== null || undefined;
    }, 'the work beginning');
    await minutes(100);
    await page.reload();
    const hint = page.getByRole('note').filter({ hasText: '少し休みませんか' });
    await hint.waitFor();
    await pictures(page, 'break-hint');
    await hint.getByRole('button', { name: 'あとで' }).press('Enter');
    await hint.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'シフト' }).press('Enter');
    await page.getByRole('heading', { name: '自分のシフト' }).waitFor();
    await page.getByText('リスクのあった相談').waitFor();
    await page.getByText(/続けて働いています/).waitFor();
    await pictures(page, 'shift');
    await page.getByRole('button', { name: '話を聞いてほしいと伝える' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: '話を聞いてほしいと伝えますか？' });
    await dialog.getByRole('radio', { name: /^こころの相談/ }).press('Space');
    await dialog.getByRole('textbox').fill('重い話が続きました');
    await pictures(page, 'debrief-dialog');
    await dialog.getByRole('button', { name: '伝える' }).press('Enter');
    await page.getByText('声をかけるのをお待ちください').waitFor();
    const supervisor = await supervisorPage();
    await supervisor.goto(`${relay.url}/board?list=debriefs`);
    await supervisor.getByText('重い話が続きました').waitFor();
    await pictures(supervisor, 'debriefs', supervisor.locator('[data-list="debriefs"]'));
    await supervisor.getByRole('button', { name: '佐藤 さんの話を聞くことを引き受ける' }).press('Enter');
    await page.getByText('田中 さんが話を聞きます').waitFor();
    await supervisor.getByRole('button', { name: '佐藤 さんと話し終えた' }).press('Enter');
    await page.getByText('声をかけるのをお待ちください').waitFor({ state: 'detached' });
    await page.getByText('田中 さんが話を聞きます').waitFor({ state: 'detached' });
    await says(supervisor, 'debriefs', '0 人');
    // At the end of a consultation, too.
    const mine = await caller();
    await sato.take(mine.ticketId);
    await page.goto(`${relay.url}/?ticket=${mine.ticketId}`);
    await page.getByRole('button', { name: '終了する' }).press('Enter');
    const closing = page.getByRole('alertdialog');
    await closing.getByRole('button', { name: '話を聞いてほしいと伝える' }).press('Enter');
    await pictures(page, 'closing');
    await closing.getByRole('button', { name: '伝える' }).press('Enter');
    await closing.getByText('SVに伝えました').waitFor();
    await says(supervisor, 'debriefs', '1 人');
  });
});
