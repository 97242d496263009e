import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, pictures, speak } from '../support/console-page.js';
import { listenTo, strikes } from '../support/heard.js';
import { Caller, configure, followsUp, ticketOf, waits } from '../support/line.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

describe('the waiting list, in browsers', () => {
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
    await configure(relay, SUICIDE_PREVENTION, {});
  });
  afterEach(async () => {
    await pages.close();
    await relay.database.query(
      `UPDATE ticket SET state = 'closed', closed_at = opened_at - interval '2 days' WHERE state <> 'closed'`,
    );
    await relay.database.query('DELETE FROM ticket_alarm');
    await setClock(0);
    await configure(relay, SUICIDE_PREVENTION, {});
    expect(pages.faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await relay.close();
    await standIn.close();
  });

  const setClock = async (minutes: number): Promise<void> => {
    const instant = new Date(EVENING.getTime() + minutes * 60_000).toISOString();
    await tanaka.request('PUT', '/api/demo/clock', { instant });
  };
  const caller = () => Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
  const counselorPage = () => pages.signIn('sato', 'tomoshibi-demo-1', { width: 1280, height: 800 });
  const supervisorPage = () => pages.signIn('tanaka', 'tomoshibi-demo-3', { width: 1280, height: 800 });
  const alarmsOf = (page: Page) => page.getByRole('alert', { name: '相談のアラート' });
  const titled = (page: Page, isAlarm: boolean) =>
    eventually(
      async () => (await page.title()).startsWith('⚠') === isAlarm || undefined,
      `a title ${isAlarm ? 'with' : 'without'} the alarm`,
    );
  const takeButton = async (page: Page, { ticketId }: Caller) => {
    const { number } = await ticketOf(tanaka, ticketId);
    return page.getByRole('button', { name: new RegExp(`^担当する：.*No\\. ${number}）`) });
  };
  const choose = async (page: Page, { ticketId }: Caller, item: string) => {
    const { number } = await ticketOf(tanaka, ticketId);
    await page.getByRole('button', { name: new RegExp(`^そのほかの操作：.*No\\. ${number}）`) }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };

  it('rings on every supervisor’s screen when a counselor fears for a life, until one has seen it; by keyboard', async () => {
    const { ticketId } = await caller();
    await sato.take(ticketId);
    const [counselor, supervisor, other] = [
      await counselorPage(),
      await supervisorPage(),
      await supervisorPage(),
    ];
    await listenTo(supervisor);
    await supervisor.reload();
    // The first touch of a page lets it sound.
    await supervisor.getByRole('link', { name: 'デスク' }).press('Enter');
    await other.getByRole('link', { name: '状況' }).click();
    await counselor.goto(`${relay.url}/?ticket=${ticketId}`);

    await counselor.getByRole('button', { name: 'リスク：なし（見直す）' }).first().focus();
    await counselor.keyboard.press('Enter');
    const dialog = counselor.getByRole('dialog', { name: /^リスクの見立て/ });
    await dialog.getByText('まだ記録はありません。').waitFor();
    await pictures(counselor, 'risk-dialog');
    // No reason, no mark.
    await counselor.keyboard.press('Tab');
    await counselor.keyboard.press('Tab');
    await counselor.keyboard.press('Tab');
    await counselor.keyboard.press('Enter');
    await dialog.getByText('理由を書いてください。').waitFor();
    await dialog.getByRole('radio', { name: 'なし' }).focus();
    for (const level of ['見守り', '高い', '切迫']) {
      await counselor.keyboard.press('ArrowUp');
      await dialog.getByRole('radio', { name: level, checked: true }).waitFor({ state: 'attached' });
    }
    await counselor.keyboard.press('Tab');
    await counselor.keyboard.type('薬を手もとに置いている、と書いている');
    await counselor.keyboard.press('Tab');
    await counselor.keyboard.press('Tab');
    await counselor.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await counselor.getByRole('list', { name: 'これまでの記録' }).getByText('薬を手もとに').waitFor();
    expect(await alarmsOf(counselor).count()).toBe(0);
    await pictures(counselor, 'risk-set');

    for (const page of [supervisor, other]) {
      await alarmsOf(page).getByText('リスクが「切迫」と記録されました').waitFor();
      await titled(page, true);
    }
    await eventually(async () => (await strikes(supervisor)) > 0 || undefined, 'the alarm being heard');
    await pictures(supervisor, 'alarm-desk');
    await pictures(other, 'alarm-board');
    await alarmsOf(supervisor)
      .getByRole('link', { name: /^相談を見る/ })
      .press('Enter');
    await supervisor.getByText('閲覧のみ').first().waitFor();
    await pictures(supervisor, 'alarm-talk');
    await alarmsOf(supervisor)
      .getByRole('button', { name: /^確認した/ })
      .press('Enter');
    for (const page of [supervisor, other]) {
      await alarmsOf(page).getByText('リスクが').waitFor({ state: 'detached' });
      await titled(page, false);
    }
    expect(await counselor.title()).not.toContain('⚠');
  });

  it('keeps who leaves the line, says when the one message may go, and brings them back', async () => {
    const one = await caller();
    const page = await counselorPage();
    await speak(page, 'English');
    await page.getByRole('button', { name: /^Take: / }).waitFor();
    await pictures(page, 'waiting-en');
    await speak(page, '日本語');
    await one.leaves();
    const row = page.locator('[data-follow-up="left"]');
    await row.getByText('順番待ちをやめました').waitFor();
    const { number } = await followsUp(tanaka, one.ticketId, 'left');
    await page.getByRole('button', { name: new RegExp(`^そのほかの操作：.*No\\. ${number}）`) }).click();
    const message = page.getByRole('menuitem', { name: /^フォローの 1 通を送る/ });
    await message.getByText('11/26 09:00 から送れます').waitFor();
    expect(await message.getAttribute('aria-disabled')).toBe('true');
    await pictures(page, 'follow-up-menu');
    await page.keyboard.press('Escape');
    await choose(page, one, '列に戻す');
    await pictures(page, 'follow-up-line');
    await page.getByRole('dialog').getByRole('button', { name: '列に戻す' }).click();
    await row.waitFor({ state: 'detached' });
    await (await takeButton(page, one)).waitFor();
    await waits(tanaka, one.ticketId);
    await one.leaves();
    const { id } = await followsUp(tanaka, one.ticketId, 'left');
    const supervisor = await supervisorPage();
    await choose(supervisor, one, '読む（閲覧のみ）');
    await supervisor.getByText('聞いてください').first().waitFor();
    await pictures(supervisor, 'follow-up-talk');
    await supervisor
      .getByRole('region', { name: 'トーク' })
      .getByRole('button', { name: '担当する', exact: true })
      .click();
    await supervisor.getByRole('textbox', { name: '返信を書く' }).waitFor();
    expect((await ticketOf(tanaka, id)).assignedTo?.displayName).toBe('田中');
  });

  it('sends the one message from the next morning on, and closes what is done', async () => {
    const one = await caller();
    await one.leaves();
    await followsUp(tanaka, one.ticketId, 'left');
    await setClock(13 * 60 + 1);
    const page = await counselorPage();
    const row = page.locator('[data-follow-up="left"]');
    await row.getByText('フォローの 1 通を送れます').waitFor();
    await choose(page, one, 'フォローの 1 通を送る');
    await page.getByRole('dialog').getByText('先日はメッセージを').waitFor();
    await pictures(page, 'follow-up-message');
    await page.getByRole('dialog').getByRole('button', { name: '送る' }).click();
    await row.getByText('に送りました').waitFor();
    await one.hears('先日はメッセージを');
    // A counselor can't read it here; whoever can reads it first.
    await choose(page, one, 'フォローを終える');
    await page.getByRole('dialog').getByRole('button', { name: '終える' }).click();
    await page.getByRole('dialog').getByText('まだだれも見ていないメッセージがあります').waitFor();
    await pictures(page, 'follow-up-unseen');
    const supervisor = await supervisorPage();
    await choose(supervisor, one, '読む（閲覧のみ）');
    const talk = supervisor.getByRole('region', { name: 'トーク' });
    // Both stand above the long texts that were sent since.
    const words = talk.getByRole('region', { name: 'メッセージ' });
    for (const said of ['聞いてください', '順番待ちをやめました'])
      await words.getByText(said).first().scrollIntoViewIfNeeded();
    await talk.getByRole('button', { name: /^そのほかの操作/ }).click();
    await supervisor.getByRole('menuitem', { name: 'フォローを終える' }).click();
    await supervisor.getByRole('dialog').getByRole('button', { name: '終える' }).click();
    await row.waitFor({ state: 'detached' });
  });

  it('offers a counselor the first in line instead, and asks a supervisor why', async () => {
    const [one, two, three] = [await caller(), await caller(), await caller()];
    await tanaka.request('POST', `/api/tickets/${three.ticketId}/risk`, {
      risk: 'watch',
      reason: '眠れていない',
    });
    const counselor = await counselorPage();
    await (await takeButton(counselor, two)).waitFor();
    await pictures(counselor, 'waiting');
    await (await takeButton(counselor, two)).click();
    const instead = counselor.getByRole('dialog', { name: '先に待っている人がいます' });
    await pictures(counselor, 'first-instead');
    await instead.getByRole('button', { name: '先頭の人を担当する' }).click();
    await eventually(
      async () => (await sato.desk()).mine.some(({ id }) => id === three.ticketId) || undefined,
      'the first in line being with the counselor',
    );

    const supervisor = await supervisorPage();
    await (await takeButton(supervisor, two)).click();
    const reason = supervisor.getByRole('dialog', { name: /^順番より先に担当しますか/ });
    await reason.getByRole('textbox', { name: '理由' }).fill('前回からの続きを聞く約束がある');
    await pictures(supervisor, 'out-of-turn');
    await reason.getByRole('button', { name: '担当する' }).click();
    const history = supervisor.getByRole('list', { name: 'これまでの記録' });
    await history.getByText('1 人より先に担当').waitFor();
    await history.getByText('前回からの続きを聞く約束がある').waitFor();
    expect((await ticketOf(tanaka, one.ticketId)).state).toBe('waiting');
  });

  it('mutes for a time with a reason, shows who is muted, and lifts it', async () => {
    const one = await caller();
    const page = await supervisorPage();
    await choose(page, one, 'ミュートする');
    const dialog = page.getByRole('dialog', { name: /^ミュート：/ });
    await dialog.getByText('6 時間').click();
    await dialog.getByRole('textbox', { name: '理由' }).fill('同じ絵文字だけが続いている');
    await pictures(page, 'mute-dialog');
    await dialog.getByRole('button', { name: 'ミュートする' }).click();
    await page.locator('[data-follow-up="muted"]').getByText('ミュート中です').waitFor();
    await page.getByRole('link', { name: '状況' }).click();
    const mute = page.locator('[data-mute="running"]');
    await mute.getByText('同じ絵文字だけが続いている').waitFor();
    await pictures(page, 'mutes', mute);
    await mute.getByRole('button', { name: /^ミュートを解除/ }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: '解除する' }).press('Enter');
    await page.locator('[data-mute="lifted"]').getByText('田中 さんが').waitFor();
    await waits(tanaka, one.ticketId);
    // A mark lifts it as well, and says so on the list.
    await tanaka.request('POST', `/api/tickets/${one.ticketId}/mute`, { minutes: 60, reason: 'もう一度' });
    await mute.waitFor();
    await tanaka.request('POST', `/api/tickets/${one.ticketId}/risk`, {
      risk: 'high',
      reason: '様子が変わった',
    });
    await mute.waitFor({ state: 'detached' });
  });

  it('counts down, warns, ends nothing when the time is up, and lets a supervisor give more', async () => {
    await configure(relay, SUICIDE_PREVENTION, { limits: { minutes: 50, warnMinutes: 5 } });
    const { ticketId } = await caller();
    await sato.take(ticketId);
    const [counselor, supervisor] = [await counselorPage(), await supervisorPage()];
    await counselor.goto(`${relay.url}/?ticket=${ticketId}`);
    const line = counselor.locator('[data-time]');
    await line.getByText(/残り \d+分/).waitFor();
    await pictures(counselor, 'time-running');
    // Not yet: the account says five minutes, not the usual ten.
    await setClock(42);
    await line.getByText(/残り [78]分/).waitFor();
    expect(await line.getAttribute('data-time')).toBe('running');
    await setClock(46);
    await line.getByText('そろそろ、まとめの時間です').waitFor();
    await pictures(counselor, 'time-ending');
    await setClock(52);
    await line.getByText('目安の時間になりました').waitFor();
    expect((await sato.reply(ticketId, 'まだここにいます')).status).toBe(201);
    await pictures(counselor, 'time-over');

    await alarmsOf(supervisor).getByText('目安の時間を過ぎました').waitFor();
    await alarmsOf(supervisor)
      .getByRole('link', { name: /^相談を見る/ })
      .click();
    await supervisor.getByRole('button', { name: '延長' }).click();
    await supervisor.getByRole('dialog').getByText('30 分').click();
    await pictures(supervisor, 'time-extend');
    await supervisor.getByRole('dialog').getByRole('button', { name: '延ばす' }).click();
    await line.getByText(/残り 2\d分/).waitFor();
    await alarmsOf(supervisor).getByText('目安の時間を過ぎました').waitFor({ state: 'detached' });
  });
});
