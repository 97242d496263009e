import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type CalendarView, situations } from '../../src/contract/opening.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, picture, speak } from '../support/console-page.js';
import { newCaller, textsTo } from '../support/conversation.js';
import { hasFocus, tabTo } from '../support/keyboard.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

const jst = (text: string) => new Date(`${text}+09:00`);
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };

/** Hours with everything that a day can have: overnight, two a day, lines, a special week, one date, New Year. */
const RICH = {
  weekly: [
    { days: ['mon', 'tue', 'wed', 'thu'], opens: '17:15', closes: '32:30', lastAcceptance: '32:00' },
    { days: ['fri', 'sat'], opens: '12:00', closes: '16:00', lines: 3 },
    { days: ['fri', 'sat'], opens: '17:00', closes: '26:00', lastAcceptance: '25:30', lines: 5 },
  ],
  holidays: { intervals: [{ opens: '10:00', closes: '18:00', lastAcceptance: '17:30' }] },
  closedYearly: [{ from: '12-29', to: '01-03' }],
  monthly: [{ days: [10], intervals: [{ opens: '08:00', closes: '32:00' }] }],
  periods: [
    {
      name: '年末強化週間',
      from: '2026-12-18',
      to: '2026-12-20',
      weekly: [{ days: ['fri', 'sat', 'sun'], opens: '08:30', closes: '23:00' }],
    },
  ],
  dates: [
    { date: '2026-12-22', name: '設備点検', closed: true },
    { date: '2026-12-21', name: '研修の日', intervals: [{ opens: '19:00', closes: '22:00' }] },
  ],
  continuous: [{ name: '孤独・孤立の特別相談', from: '2026-12-24T10:00', to: '2026-12-26T22:00' }],
};
/** A Thursday, from which the 14 days show all of it, New Year included. */
const BEFORE_NEW_YEAR = jst('2026-12-17T20:05:00');

describe('the screen of opening hours', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    browser = await launchBrowser();
    pages = new ConsolePages(browser, relay.url);
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterEach(async () => {
    await pages.close();
    // Undone ones would lie ahead of the clock that is set back.
    await relay.database.query('DELETE FROM opening_override');
    await moveClock(relay, EVENING);
    expect(pages.faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await relay.close();
    await standIn.close();
  });

  const calendarOf = async (account: string) =>
    (await supervisor.request<CalendarView>('GET', `/api/accounts/${account}/calendar`)).body;
  const show = async (page: Page, account = SUICIDE_PREVENTION) => {
    await page.getByRole('link', { name: '受付時間', exact: true }).click();
    await page.getByRole('navigation', { name: '公式アカウントを選ぶ' }).waitFor();
    await page.goto(`${relay.url}/hours?account=${account}`);
    await page.getByRole('heading', { name: 'これから 14 日間' }).waitFor();
  };
  const asSupervisor = async (size = DESK) => {
    const page = await pages.signIn('tanaka', 'tomoshibi-demo-3');
    await page.setViewportSize(size);
    await show(page);
    return page;
  };
  const now = (page: Page) => page.getByRole('region', { name: 'いまの受付' });
  const whatIf = (page: Page) => page.getByRole('region', { name: 'この日時に書いたら、何が届く？' });
  const days = (page: Page) => page.getByRole('region', { name: 'これから 14 日間' }).getByRole('listitem');
  const callerGets = async (words: string) => {
    const userId = await newCaller(standIn);
    await standIn.sendText(SUICIDE_PREVENTION, userId, 'こんばんは');
    return eventually(
      async () => (await textsTo(standIn, SUICIDE_PREVENTION, userId)).find((text) => text.includes(words)),
      `a text with ${words}`,
    );
  };

  it('says the state, until when and why, and each of 14 days in words', async () => {
    const page = await asSupervisor();
    await now(page).getByText('受付中').waitFor();
    await now(page).getByText('新しい相談は 22:00 まで').waitFor();
    await now(page).getByText('毎週水曜日の設定').waitFor();
    const rows = page.locator('ol > li').filter({ has: page.locator('h3 time') });
    expect(await rows.count()).toBe(14);
    const first = await rows.first().innerText();
    for (const words of ['今日', '17:00–22:30', '新規受付は 22:00 まで', '毎週水曜日の設定'])
      expect(first).toContain(words);
    expect(await rows.first().locator('time').first().textContent()).toContain('11月25日(水)');
    await picture(page, 'supervisor');

    await page.getByRole('link', { name: '人権相談（サンプル）' }).click();
    await now(page).getByText('次の受付は').waitFor();
    expect(new URL(page.url()).search).toBe(`?account=${HUMAN_RIGHTS}`);
    expect(await days(page).filter({ hasText: '休み' }).count()).toBeGreaterThanOrEqual(4);
  });

  it('closes by keyboard alone, callers get that text, every screen shows it, and it is undone', async () => {
    const page = await asSupervisor();
    const colleague = await asSupervisor(PHONE);
    await tabTo(page, page.getByRole('button', { name: '手動で休止・受付…' }));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: '手動で休止・受付' });
    await tabTo(page, dialog.getByRole('radio', { name: '休止する' }));
    await page.keyboard.press('Tab');
    await page.keyboard.type('停電のため');
    // What callers will get stands there before it is decided: the end is an hour away.
    await dialog.getByText('11月25日（水）21:00').waitFor();
    await picture(page, 'dialog');
    await tabTo(page, dialog.getByRole('button', { name: '休止する' }));
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await now(page).getByText('休止しました。').waitFor();
    await now(page).getByText('理由：停電のため', { exact: true }).waitFor();
    await now(colleague).getByText('理由：停電のため', { exact: true }).waitFor();
    await days(colleague).filter({ hasText: '手動で休止' }).first().waitFor();
    await picture(page, 'closed');
    await picture(colleague, 'closed-phone');
    await whatIf(page).getByText('手動で休止しています（理由：停電のため）').waitFor();
    expect(await callerGets('お受けできない時間')).toContain('11月25日（水）21:00');

    await tabTo(page, now(page).getByRole('button', { name: '解除する：休止（停電のため）' }));
    await page.keyboard.press('Enter');
    const question = page.getByRole('alertdialog', { name: '休止を解除しますか？' });
    await tabTo(page, question.getByRole('button', { name: '解除する' }));
    await page.keyboard.press('Enter');
    await now(page).getByText('解除しました。').waitFor();
    await eventually(
      () => hasFocus(now(page).getByRole('heading', { name: 'こころの相談（サンプル）' })),
      'the keyboard staying with the account',
    );
    await now(colleague).getByText('新しい相談は 22:00 まで').waitFor();
    await callerGets('番目です');
    const history = page.getByRole('region', { name: '手動での休止と受付の履歴' });
    await history.getByText(/田中 さんが解除$/).waitFor();
  });

  it('says what is wrong with an empty reason and an end that is over, and changes nothing', async () => {
    const page = await asSupervisor();
    const before = (await calendarOf(SUICIDE_PREVENTION)).history.length;
    await page.getByRole('button', { name: '手動で休止・受付…' }).click();
    const dialog = page.getByRole('dialog', { name: '手動で休止・受付' });
    const confirm = dialog.getByRole('button', { name: '休止する' });
    await confirm.click();
    await dialog.getByText('理由を入力してください。').waitFor();
    const reason = dialog.getByRole('textbox', { name: '理由（必須）' });
    expect(await hasFocus(reason)).toBe(true);
    await reason.fill('人手不足');
    await dialog.getByLabel('終わりの日時（日本時間）').fill('2026-11-25T19:00');
    await confirm.click();
    await dialog.getByText('終わりの日時は、いまより後にしてください。').waitFor();
    await picture(page, 'dialog-wrong');
    expect((await calendarOf(SUICIDE_PREVENTION)).history).toHaveLength(before);

    // The server's clock may see it otherwise than the browser's, and says so.
    await dialog.getByLabel('終わりの日時（日本時間）').fill('2026-11-25T20:30');
    await page.route('**/overrides', async (route) => {
      const body = { ...(route.request().postDataJSON() as object), until: '2026-11-25T10:00:00Z' };
      await route.continue({ postData: JSON.stringify(body) });
    });
    await confirm.click();
    await dialog.getByRole('alert').getByText('いまより後にしてください').waitFor();
    expect((await calendarOf(SUICIDE_PREVENTION)).history).toHaveLength(before);
    await page.unroute('**/overrides');
    await confirm.click();
    await now(page).getByText('休止しました。').waitFor();
  });

  it('answers what a caller would get at a moment, as a LINE bubble with its button', async () => {
    const page = await asSupervisor();
    const bubble = whatIf(page).getByRole('figure', {
      name: 'こころの相談（サンプル） から届く LINE のメッセージ',
    });
    await bubble.getByText('あなたは 1 番目です').waitFor();
    await bubble.getByText('順番待ちをやめる').waitFor();
    await whatIf(page).getByRole('button', { name: '今夜 3:00' }).click();
    await bubble.getByText('お受けできない時間').waitFor();
    await bubble.getByText('11月26日（木）17:00').waitFor();
    await whatIf(page).getByText('時間外').waitFor();
    await whatIf(page).scrollIntoViewIfNeeded();
    await picture(page, 'what-if');
    const field = whatIf(page).getByLabel('日時（日本時間）');
    await field.fill('');
    await whatIf(page).getByText('日時を入力してください。').waitFor();
    expect(await bubble.count()).toBe(0);
    await whatIf(page).getByRole('button', { name: 'いま', exact: true }).click();
    await bubble.getByText('あなたは 1 番目です').waitFor();
  });

  it('shows every text with its versions, and the numbers with the day on which they were checked', async () => {
    const page = await asSupervisor();
    const texts = page.getByRole('region', { name: '自動で届く文面' });
    await texts.getByText('管理の画面で書きかえられます').waitFor();
    await texts.getByRole('button', { name: '混み合っているとき' }).click();
    const names = await texts.getByRole('list', { name: '場面を選ぶ' }).getByRole('button').allInnerTexts();
    expect(new Set(names).size).toBe(situations.length);
    await texts.getByRole('figure').getByText('ただいま大変混み合っていて').waitFor();
    await texts.getByText('設定ファイルから').waitFor();
    await texts.getByText('{phones}').first().waitFor();
    await texts.getByText('2026年8月21日 に確認').first().waitFor();
    await texts.scrollIntoViewIfNeeded();
    await picture(page, 'texts');
  });

  it('is there for administrators too, who have no desk, and follows by itself', async () => {
    const page = await pages.signIn('admin', 'tomoshibi-demo-4');
    await show(page);
    await now(page).getByText('受付中').waitFor();
    await supervisor.request('POST', `/api/accounts/${SUICIDE_PREVENTION}/overrides`, {
      state: 'closed',
      reason: '点検',
      until: null,
    });
    await now(page).getByText('理由：点検', { exact: true }).waitFor();
    await picture(page, 'administrator');
    await now(page).getByRole('button', { name: '解除する：休止（点検）' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: '解除する' }).click();
    await now(page).getByText('新しい相談は 22:00 まで').waitFor();
    await page.getByRole('link', { name: '管理', exact: true }).click();
    await page.getByRole('heading', { name: '読み取れなかった受信' }).waitFor();
  });

  it('is not there for counselors', async () => {
    const page = await pages.signIn('sato', 'tomoshibi-demo-1');
    expect(await page.getByRole('link', { name: '受付時間' }).count()).toBe(0);
    await page.goto(`${relay.url}/hours`);
    await page.getByText('このページはありません').waitFor();
  });

  it('draws every kind of day, says whose rule decides, and says when the hours can’t be told', async () => {
    const [before] = await relay.database.query<{ rules: unknown }>(
      'SELECT rules FROM opening_schedule WHERE account_id = $1',
      [HUMAN_RIGHTS],
    );
    const write = (rules: unknown) =>
      relay.database.query('UPDATE opening_schedule SET rules = $2 WHERE account_id = $1', [
        HUMAN_RIGHTS,
        JSON.stringify(rules),
      ]);
    const page = await pages.signIn('tanaka', 'tomoshibi-demo-3');
    await supervisor.request('PUT', '/api/demo/clock', { instant: BEFORE_NEW_YEAR.toISOString() });
    await write(RICH);
    await show(page, HUMAN_RIGHTS);
    await days(page).filter({ hasText: '17:15–翌8:30' }).first().waitFor();
    const row = (date: string) => days(page).filter({ has: page.locator(`time[datetime="${date}"]`) });
    const said: [string, string[]][] = [
      ['2026-12-17', ['今日', '前の日から', '17:15–翌8:30', '新規受付は 翌8:00 まで']],
      ['2026-12-18', ['特別期間', '年末強化週間', '8:30–23:00']],
      ['2026-12-21', ['この日だけ', '研修の日', '19:00–22:00']],
      ['2026-12-22', ['この日だけ', '設備点検', '休み']],
      ['2026-12-24', ['連続受付', '孤独・孤立の特別相談', '次の日へ続く', '10:00–24:00']],
      ['2026-12-25', ['終日']],
      ['2026-12-29', ['毎年の休み', '12/29 から 1/3 まで']],
    ];
    for (const [date, words] of said)
      for (const word of words) expect(await row(date).innerText()).toContain(word);
    await page.getByRole('region', { name: 'これから 14 日間' }).scrollIntoViewIfNeeded();
    await picture(page, 'rich');
    await page.setViewportSize(PHONE);
    await picture(page, 'rich-phone');
    await page.setViewportSize(DESK);

    await write({ weekly: 'always' });
    await now(page).getByText('受付時間の設定を読み取れません。').waitFor();
    await page.getByText('予定を表示できません').waitFor();
    await now(page).scrollIntoViewIfNeeded();
    await picture(page, 'broken');
    await write(before?.rules);
    await days(page).filter({ hasText: '8:30–17:15' }).first().waitFor();
  });

  it('is told in English too, on a phone', async () => {
    const page = await asSupervisor(PHONE);
    await picture(page, 'phone');
    await speak(page, 'English');
    await page.getByText('new callers until 22:00').first().waitFor();
    await picture(page, 'phone-en');
    await page.getByRole('button', { name: 'Close or open by hand…' }).click();
    await page.getByRole('dialog').getByText('What callers will get').waitFor();
    await picture(page, 'dialog-phone-en');
    await page.getByRole('button', { name: 'Cancel' }).click();
    for (const [heading, name] of [
      ['What would a caller get at …?', 'what-if-phone-en'],
      ['Automatic texts', 'texts-phone-en'],
    ] as const) {
      await page.getByRole('heading', { name: heading }).scrollIntoViewIfNeeded();
      await picture(page, name);
    }
    await page.setViewportSize(DESK);
    await page.getByRole('heading', { name: 'The next 14 days' }).scrollIntoViewIfNeeded();
    await picture(page, 'desk-en');
  });
});
