import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type IncidentsView } from '../../src/contract/incident.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, looks, picture } from '../support/console-page.js';
import { getsFocus } from '../support/keyboard.js';
import { act, Caller } from '../support/line.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { OnShift } from '../support/shift.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

describe('an emergency, in browsers', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let sato: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    browser = await launchBrowser();
    pages = new ConsolePages(browser, relay.url);
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
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

  const counselorPage = () => pages.signIn('sato', 'tomoshibi-demo-1', { width: 1280, height: 800 });
  const supervisorPage = () => pages.signIn('tanaka', 'tomoshibi-demo-3', { width: 1280, height: 800 });
  const isFocused = (page: Page, name: RegExp) =>
    eventually(
      async () => {
        const focused = await page.evaluate<string>(
          `document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''`,
        );
        return name.test(focused) || undefined;
      },
      `the keyboard being at ${String(name)}`,
    );

  it('is led by keyboard alone from the counselor’s press to the record, and seen live by a supervisor', async () => {
    const caller = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    await sato.take(caller.ticketId);
    await caller.writes('青葉橋のところにいます。ひとりです');
    const [counselor, supervisor] = [await counselorPage(), await supervisorPage()];
    await counselor.goto(`${relay.url}/?ticket=${caller.ticketId}`);
    const { keyboard } = counselor;

    await counselor.getByRole('button', { name: '緊急対応を始める' }).focus();
    await looks(counselor, 'talk-head');
    await keyboard.press('Enter');
    const start = counselor.getByRole('dialog', { name: /の緊急対応を始めますか？$/ });
    await start.getByRole('textbox').waitFor();
    await picture(counselor, 'start-dialog');
    await keyboard.type('橋の上にいると書いている');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    const checklist = counselor.getByRole('region', { name: 'チェックリスト' }).first();
    await checklist.getByText('いまの安全を、ことばで確かめる').waitFor();

    // The supervisor hears of it, and goes there.
    await supervisor
      .getByRole('alert', { name: '相談のアラート' })
      .getByText('相談員が緊急対応を始めました')
      .waitFor();
    await supervisor.getByRole('status', { name: '緊急対応のお知らせ' }).getByText('手順 0 / 7').waitFor();
    await looks(supervisor, 'supervisor-told');
    await supervisor
      .getByRole('link', { name: /^緊急対応のチェックリストへ/ })
      .first()
      .press('Enter');
    const theirs = supervisor.getByRole('region', { name: 'チェックリスト' }).first();
    await theirs.getByText('いまの安全を、ことばで確かめる').waitFor();
    await supervisor
      .getByRole('button', { name: /^確認した/ })
      .first()
      .press('Enter');

    // A step that needs a word asks for it; the keyboard goes on to the next step.
    await checklist.getByRole('button', { name: /^済んだ：いまの安全を/ }).press('Enter');
    await isFocused(counselor, /もう一人と話して/);
    await checklist.getByRole('button', { name: /^済んだ：もう一人と/ }).press('Enter');
    await checklist.getByText('どうなったかを、ひとこと書いてください。').waitFor();
    await checklist.getByRole('textbox').focus();
    await keyboard.type('田中さんと話した。119 に電話する');
    await checklist.getByRole('button', { name: /^済んだ：もう一人と/ }).press('Enter');
    await isFocused(counselor, /消防（救急）に電話する/);
    await theirs.getByText('119', { exact: true }).waitFor();
    await looks(counselor, 'checklist', 'en');

    // What the caller wrote, taken over by hand.
    await counselor.getByRole('button', { name: /^緊急対応に書き写す：青葉橋のところ/ }).press('Enter');
    const use = counselor.getByRole('dialog', { name: '緊急対応に書き写す' });
    await use.getByRole('radio', { name: '場所', checked: true }).waitFor({ state: 'attached' });
    await picture(counselor, 'use-dialog');
    await keyboard.press('Tab');
    await keyboard.press('Control+A');
    await keyboard.type('青葉橋の上');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    const facts = supervisor.getByRole('region', { name: 'わかっていること' }).first();
    await facts.getByText('青葉橋の上').waitFor();
    await facts.getByText(/本人のことば/).waitFor();

    // What was told outside, by the supervisor who told it.
    await supervisor.getByRole('button', { name: '伝えたことを記録する' }).press('Enter');
    const told = supervisor.getByRole('dialog', { name: '伝えたことを記録する' });
    await told.getByRole('textbox', { name: /^だれに/ }).fill('市消防局 指令課 高橋さん');
    await told.getByRole('textbox', { name: '何を' }).fill('青葉橋の上に、ひとりでいること');
    await picture(supervisor, 'disclosure-dialog');
    await told.getByRole('button', { name: '記録する' }).press('Enter');
    await counselor.getByText('市消防局 指令課 高橋さん へ').waitFor();
    // The counselor answers in the talk beside it.
    const reply = counselor.getByRole('textbox', { name: '返信を書く' });
    await reply.focus();
    await keyboard.type('ここにいます。いま、助けが向かっています');
    await keyboard.press('Enter');
    await caller.hears('助けが向かっています');

    const instant = new Date(EVENING.getTime() + 11 * 60_000).toISOString();
    await sato.request('PUT', '/api/demo/clock', { instant });
    await supervisor
      .getByRole('alert', { name: '相談のアラート' })
      .getByText('緊急対応の手順が、時間を過ぎています')
      .waitFor();
    await counselor
      .getByText(/過ぎています/)
      .first()
      .waitFor();
    // It outlives the screen that it was on.
    await counselor.reload();
    await checklist.getByText('手順 2 / 7').waitFor();
    await looks(supervisor, 'late', 'en');
    expect(await counselor.getByRole('button', { name: '緊急対応を終える' }).count()).toBe(0);
    await supervisor.getByRole('button', { name: '緊急対応を終える' }).press('Enter');
    const end = supervisor.getByRole('dialog', { name: '緊急対応を終えますか？' });
    await end.getByText('済んでいない手順が 5 件あります').waitFor();
    await supervisor.keyboard.press('ArrowDown');
    await end.getByRole('radio', { name: /引き継いだ/, checked: true }).waitFor({ state: 'attached' });
    await picture(supervisor, 'end-dialog');
    await supervisor.keyboard.press('Tab');
    await supervisor.keyboard.type('救急隊に引き継いだ。ご家族にも連絡がついた');
    await supervisor.keyboard.press('Tab');
    await supervisor.keyboard.press('Tab');
    await supervisor.keyboard.press('Enter');
    for (const page of [supervisor, counselor]) {
      await page.getByRole('heading', { name: '緊急対応の記録' }).waitFor();
      await page.getByText('救急隊に引き継いだ。ご家族にも連絡がついた').waitFor();
      await page.getByText(/市消防局 指令課 高橋さん へ伝えた/).waitFor();
    }
    await looks(supervisor, 'record', 'en');
    await supervisor.emulateMedia({ media: 'print' });
    await picture(supervisor, 'record-paper');
    expect(await supervisor.getByRole('banner').isVisible()).toBe(false);
    await supervisor.emulateMedia({ media: 'screen' });
    await supervisor.goto(`${relay.url}/emergency`);
    await supervisor.getByRole('link', { name: /^記録を読む/ }).waitFor();
    await looks(supervisor, 'list');
  });

  it('leaves room for an announcement and for the next shift', async () => {
    const [counselor, supervisor] = [await counselorPage(), await supervisorPage()];
    await supervisor.goto(`${relay.url}/announcements`);
    await supervisor.getByRole('radio', { name: /^大切なお知らせ/ }).focus();
    await supervisor.keyboard.press('Space');
    await supervisor.keyboard.press('Tab');
    await supervisor.keyboard.type('21 時から、電話の応援に入れる人は田中まで');
    await looks(supervisor, 'announce', 'en');
    await supervisor.getByRole('button', { name: '出す', exact: true }).press('Enter');
    await supervisor.getByText(/まだの人 2 人：佐藤/).waitFor();
    // It is there without a reload, and gone by one key.
    const strip = counselor.getByRole('status', { name: 'お知らせ', exact: true });
    await strip.getByText('21 時から、電話の応援に入れる人は田中まで').waitFor();
    await looks(counselor, 'announced');
    await strip.getByRole('button', { name: /^読みました/ }).press('Enter');
    await strip.getByText('21 時から').waitFor({ state: 'detached' });
    await supervisor.getByText(/まだの人 1 人：鈴木/).waitFor();

    await counselor.getByRole('link', { name: '申し送り' }).press('Enter');
    await counselor.getByRole('button', { name: '申し送りを書く' }).press('Enter');
    const dialog = counselor.getByRole('dialog', { name: '申し送りを書く' });
    await dialog.getByRole('textbox', { name: '見出し' }).fill('電話の順番');
    await dialog.getByRole('textbox', { name: '伝えること' }).fill('今夜の当番は森さんです');
    // In whose line it is told, the person says: nothing is chosen for them.
    await dialog.getByRole('button', { name: '残す' }).press('Enter');
    await dialog.getByText('どの公式アカウントの申し送りか、選んでください。').waitFor();
    expect(await dialog.getByRole('radio', { name: /（サンプル）/, checked: true }).count()).toBe(0);
    await picture(counselor, 'shift-note-dialog');
    await dialog.getByRole('radio', { name: /^こころの相談/ }).focus();
    await counselor.keyboard.press('Space');
    await dialog.getByRole('button', { name: '残す' }).press('Enter');
    await counselor.getByText('まだだれも読んでいません').waitFor();
    await supervisor.getByText('まだ読んでいない申し送りが 1 件あります').waitFor();
    await supervisor.getByRole('link', { name: '読む', exact: true }).press('Enter');
    await supervisor.getByRole('button', { name: '読みました：電話の順番' }).press('Enter');
    await counselor.getByText('読んだ人：田中').waitFor();
    await looks(supervisor, 'handover', 'en');
    await counselor.getByRole('button', { name: '済んだ：電話の順番' }).press('Enter');
    await supervisor.getByText(/佐藤 さんが .* に済ませました/).waitFor();
  });

  it('lets go of what is somebody else’s now, folds what is less grave, and never ends without saying how', async () => {
    const { ticketId, ...caller } = await begun();
    const tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    const mori = await OnShift.come(relay, {
      login: 'mori',
      displayName: '森',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    const note = { clientId: randomUUID(), accountId: SUICIDE_PREVENTION, ticketNumber: null, until: null };
    const words = { topic: '次の人へ', text: '今夜は森さんもいます' };
    expect((await sato.request('POST', '/api/shift-notes', { ...note, ...words })).status).toBe(200);
    const [counselor, supervisor] = [await counselorPage(), await supervisorPage()];

    // Two lines stand; the third is one press away.
    const lines = supervisor.getByRole('group', { name: 'いまの知らせ' });
    await lines.getByText('相談員が緊急対応を始めました').waitFor();
    await lines.getByText('手順 0 / 7').waitFor();
    const unread = lines.getByText(/^まだ読んでいない申し送り/);
    expect(await unread.isVisible()).toBe(false);
    await looks(supervisor, 'bars', 'en');
    await supervisor.getByRole('button', { name: 'ほかに 1 件の知らせ' }).press('Enter');
    await unread.waitFor();
    await picture(supervisor, 'bars-open');
    await supervisor.getByRole('button', { name: 'たたむ' }).press('Enter');
    await unread.waitFor({ state: 'hidden' });

    const checklist = counselor.getByRole('region', { name: 'チェックリスト' });
    const theirWords = counselor.getByText(caller.words);
    const isThere = async () => {
      await checklist.first().waitFor();
      await theirWords.first().waitFor();
    };
    const isGone = async (sentence: string | RegExp) => {
      await counselor.getByText(sentence).first().waitFor();
      expect([await checklist.count(), await theirWords.count()]).toEqual([0, 0]);
    };
    await counselor.goto(`${relay.url}/emergency?ticket=${ticketId}`);
    await isThere();
    await act(tanaka, ticketId, 'take-over', { reason: '電話も要るので代わります' });
    await isGone(/いまは 田中 さん（SV）が/);
    await act(tanaka, ticketId, 'give-back', { summary: '電話は済みました' });
    await isThere();
    const { me } = await mori.console.desk();
    await act(tanaka, ticketId, 'reassign', { staffId: me.staffId, reason: '近くにいる森さんに' });
    await isGone(/は、いま 森 さんが担当しています$/);
    await looks(counselor, 'let-go', 'en');
    // The same at the desk.
    await act(tanaka, ticketId, 'supervise/return', { reason: 'もう一度佐藤さんに' });
    expect((await sato.take(ticketId)).status).toBe(200);
    await counselor.goto(`${relay.url}/?ticket=${ticketId}`);
    await theirWords.first().waitFor();
    await act(tanaka, ticketId, 'supervise/return', { reason: '列の先頭に' });
    await isGone(/は、待ち列に戻りました$/);
    mori.goes();

    await supervisor.goto(`${relay.url}/emergency?ticket=${ticketId}`);
    await supervisor.getByRole('button', { name: '緊急対応を終える' }).press('Enter');
    const end = supervisor.getByRole('dialog', { name: '緊急対応を終えますか？' });
    await end.getByRole('textbox').fill('落ち着かれた');
    await supervisor.keyboard.press('Tab');
    await supervisor.keyboard.press('Tab');
    await supervisor.keyboard.press('Enter');
    await end.getByRole('alert').getByText('どうなったかを選んでください。').waitFor();
    await picture(supervisor, 'end-unchosen');
    const open = await tanaka.request<IncidentsView>('GET', `/api/tickets/${ticketId}/incidents`);
    expect(open.body.incidents.map(({ state }) => state)).toEqual(['open']);
  });

  it('keeps what is being written about a step, whoever settles it, also when the page is loaded again', async () => {
    const { ticketId } = await begun();
    const tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    const counselor = await counselorPage();
    await counselor.goto(`${relay.url}/emergency?ticket=${ticketId}`);
    const checklist = counselor.getByRole('region', { name: 'チェックリスト' }).first();
    const field = checklist.getByRole('textbox');
    await field.focus();
    await counselor.keyboard.type('駅員さんがそばに');
    const stepOf = async () => {
      const { body } = await tanaka.request<IncidentsView>('GET', `/api/tickets/${ticketId}/incidents`);
      return { id: body.incidents[0]?.id, ...body.incidents[0]?.steps[0] };
    };
    const { id } = await stepOf();
    const done = { state: 'done', note: null };
    expect((await tanaka.request('POST', `/api/incidents/${id}/steps/0`, done)).status).toBe(200);
    const overtaken = checklist.getByText('田中 さんが先に済ませました');
    await overtaken.waitFor();
    await getsFocus(field, 'the field in which somebody writes');
    await counselor.keyboard.type('来ました');
    await picture(counselor, 'overtaken');
    await counselor.reload();
    await overtaken.waitFor();
    expect(await field.inputValue()).toBe('駅員さんがそばに来ました');
    await checklist.getByRole('button', { name: '済んでいないことにする' }).press('Enter');
    await checklist.getByRole('button', { name: /^済んだ：いまの安全を/ }).press('Enter');
    await isFocused(counselor, /もう一人と話して/);
    expect(await stepOf()).toMatchObject({ state: 'done', note: '駅員さんがそばに来ました' });
    expect(await field.inputValue()).toBe('');
  });

  it('writes down what was changed after an answer was lost', async () => {
    const { ticketId } = await begun();
    const counselor = await counselorPage();
    await counselor.goto(`${relay.url}/emergency?ticket=${ticketId}`);
    const facts = counselor.getByRole('region', { name: 'わかっていること' }).first();
    await facts.getByRole('button', { name: '書く：場所' }).press('Enter');
    const field = facts.getByRole('textbox', { name: '書くこと' });
    await field.fill('青葉駅');
    await counselor.route(
      '**/facts',
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await facts.getByRole('button', { name: '書きとめる' }).press('Enter');
    await facts.getByRole('alert').waitFor();
    await field.fill('青葉駅の 2 番線');
    await facts.getByRole('button', { name: '書きとめる' }).press('Enter');
    await facts.getByText('青葉駅の 2 番線').waitFor();
  });

  /** A counselor has begun one. */
  async function begun(): Promise<{ ticketId: string; words: string }> {
    const words = '駅のホームにいます';
    const caller = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    await sato.take(caller.ticketId);
    await caller.writes(words);
    const { status } = await sato.request('POST', `/api/tickets/${caller.ticketId}/incidents`, {
      situation: null,
    });
    expect(status).toBe(200);
    return { ticketId: caller.ticketId, words };
  }
});
