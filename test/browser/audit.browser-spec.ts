import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { AuditWriter } from '../../src/audit/audit-writer.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, looks } from '../support/console-page.js';
import { act, Caller } from '../support/line.js';
import { BOTH_OPEN, type Relay, startRelay } from '../support/relay.js';
import { checked } from '../support/accessibility.js';
import { consultationsIn } from '../support/past-months.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

const WHY = '「今夜が心配」と本人が話しています';

describe('the trace in a real browser', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let supervisor: ConsoleClient;
  let caller: Caller;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: BOTH_OPEN });
    browser = await launchBrowser();
    await addStaff(relay, {
      login: 'admin2',
      displayName: '事務局長',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    await relay.database.query(
      `DELETE FROM membership WHERE staff_id = (SELECT id FROM staff WHERE login = 'admin2')`,
    );
    await relay.database.query(`UPDATE staff SET administrator = true WHERE login = 'admin2'`);
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    caller = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    await act(supervisor, caller.ticketId, 'risk', { risk: 'high', reason: WHY });
    await supervisor.talkRoom(caller.ticketId);
  }, 120_000);
  beforeEach(() => {
    pages = new ConsolePages(browser, relay.url);
  });
  afterEach(async () => {
    await pages.close();
    expect(pages.faults).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await relay.close();
    await standIn.close();
  });

  const audit = async (login = 'admin', password = 'tomoshibi-demo-4'): Promise<Page> => {
    const page = await pages.signIn(login, password);
    await page.getByRole('link', { name: '監査' }).click();
    await page.getByRole('heading', { name: 'だれが何をしたか' }).waitFor();
    return page;
  };
  const section = (page: Page, name: string) =>
    page.getByRole('navigation', { name: '監査で見るもの' }).getByRole('link', { name }).click();

  it('answers who read a consultation, and shows settings side by side, by keyboard', async () => {
    const page = await audit();
    await page.getByText('記録を見た').waitFor();
    await looks(page, 'audit-trace', 'en');
    const number = page.getByLabel('相談の番号');
    await number.focus();
    await page.keyboard.type('１');
    await page.keyboard.press('Enter');
    await page.getByLabel('公式アカウント').selectOption(SUICIDE_PREVENTION);
    const entries = page.getByRole('list', { name: '記録' }).getByRole('listitem');
    await entries.getByText('リスクを記録した').waitFor();
    expect(await entries.count()).toBe(2);
    await page.getByText('相談者のことに触れているかもしれません').waitFor();
    expect(await page.getByText(WHY).count()).toBe(0);
    expect((await checked(page, 'main')).violations).toEqual([]);
    await page.getByRole('button', { name: /記録 \d+ の理由を読む/ }).press('Enter');
    await page.getByText(`理由：${WHY}`).waitFor();
    expect((await checked(page, 'main')).violations).toEqual([]);
    expect(new URL(page.url()).search).toContain('ticket=1');
    await looks(page, 'audit-ticket');
    await page.goBack();
    await page.getByRole('button', { name: '条件を消す' }).click();
    await page.getByLabel('内容').selectOption('settings');
    const folded = page.getByText(/変更 \d+ 項目を表示/).first();
    await folded.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('columnheader', { name: '変更後' }).first().waitFor();
    await looks(page, 'audit-settings');
    await page.getByRole('button', { name: '条件を消す' }).click();
    await page.getByRole('button', { name: '田中 さんの記録だけを表示' }).first().press('Enter');
    expect(new URL(page.url()).searchParams.has('person')).toBe(true);
  });

  it('asks about what stands out', async () => {
    const writer = relay.server.app.get(AuditWriter);
    const staffId = (await supervisor.desk()).me.staffId;
    const page = await audit();
    await section(page, '気になる閲覧');
    await page.getByText('気になる閲覧はありません').waitFor();
    for (let index = 0; index < 12; index += 1) {
      const ticketId = `0198c5a0-0000-7000-8000-${String(index).padStart(12, '0')}`;
      await writer.noteReading({
        act: 'ticket.read',
        actor: staffId,
        ticketId,
        details: { as: 'supervisor' },
      });
    }
    await page.getByText('1 日', { exact: true }).click();
    await page.getByText('続けて 13 件読みました').waitFor();
    await looks(page, 'audit-unusual');
    await page.getByRole('link', { name: '読んだ相談を見る' }).click();
    await page.getByRole('list', { name: '記録' }).waitFor();
    expect(await page.getByLabel('内容').inputValue()).toBe('reading');
  });

  it('shows the commissioning body months in figures, and nothing else', async () => {
    await addStaff(relay, {
      login: 'pref',
      displayName: '県の担当',
      memberships: {},
      oversight: { [SUICIDE_PREVENTION]: 'commissioner' },
    });
    await consultationsIn(relay, SUICIDE_PREVENTION);
    const page = await pages.signIn('pref', 'tomoshibi-demo-1');
    await page.getByText('61 件').first().waitFor();
    expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual([
      '数字',
      '月ごとの数字',
      '透明性レポート',
    ]);
    const waits = page.getByRole('table', { name: 'つながるまでの時間' });
    expect(await waits.getByRole('row', { name: /60 分より長い/ }).innerText()).toContain('伏せ');
    expect((await checked(page, 'main')).violations).toEqual([]);
    await looks(page, 'figures', 'en');
    const month = page.getByLabel('月', { exact: true });
    await month.focus();
    await month.selectOption('2026-09');
    await page.getByText('5 件未満', { exact: true }).waitFor();
    await looks(page, 'figures-few');
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV を保存' }).press('Enter');
    expect((await saved).suggestedFilename()).toBe('figures-suicide-prevention-2026-09.csv');
    await page.getByRole('link', { name: '透明性レポート' }).click();
    await page.getByRole('table', { name: '求めてきたところ別' }).waitFor();
    for (const path of ['/admin', '/audit', '/board', '/shift']) {
      await page.goto(`${relay.url}${path}`);
      await page.getByText('このページはありません').waitFor();
    }
    // They have no desk: it leads to where they begin.
    await page.getByRole('link', { name: '数字へ' }).press('Enter');
    await page.getByText('61 件').first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/figures');
  }, 120_000);

  it('says of what a state is: the opening, a step of an emergency, a consultation', async () => {
    const writer = relay.server.app.get(AuditWriter);
    const actor = (await supervisor.desk()).me.staffId;
    await writer.note({ act: 'opening.overridden', actor, details: { state: 'closed', until: null } });
    await writer.note({ act: 'emergency.step', actor, details: { position: 0, state: 'skipped' } });
    await writer.note({ act: 'break-glass.used', actor, details: { minutes: 30, state: 'closed' } });
    const page = await audit();
    const entries = page.getByRole('list', { name: '記録' }).getByRole('listitem');
    for (const [what, fact] of [
      ['受付を臨時に変えた', '受付 受付停止'],
      ['緊急対応を進めた', '手順 見送り'],
      ['緊急閲覧をした', '相談 終了'],
    ] as const)
      await entries.filter({ hasText: what }).first().getByText(fact, { exact: true }).waitFor();
    await looks(page, 'audit-states', 'en');
  });

  it('keeps a disclosure until two people have approved it, and counts it', async () => {
    const page = await audit();
    await section(page, '開示の台帳');
    await page.getByText('開示の求めはありません').waitFor();
    await page.getByRole('button', { name: '求めを記録する' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('部署と名前').fill('中央警察署 生活安全課');
    await dialog.getByLabel('根拠').selectOption('life');
    await dialog.getByLabel('何を求められたか').fill('最後に書きこんだ時刻');
    await looks(page, 'disclosure-record');
    await dialog.getByRole('button', { name: '記録する', exact: true }).click();
    await page.getByText('承認待ち（0 / 2）').waitFor();
    await page.getByRole('button', { name: '中央警察署 生活安全課 への対応：承認する' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '承認する' }).click();
    await page.getByText('もう一人の承認を待っています。').waitFor();
    await looks(page, 'disclosure-waits');
    const other = await audit('admin2', 'tomoshibi-demo-1');
    await section(other, '開示の台帳');
    await other.getByRole('button', { name: '中央警察署 生活安全課 への対応：承認する' }).click();
    await other.getByRole('dialog').getByRole('button', { name: '承認する' }).click();
    await other.getByRole('button', { name: '中央警察署 生活安全課 への対応：開示を記録する' }).click();
    await other.getByLabel('渡した内容・相手・方法').fill('最終受信の時刻だけを、電話で伝えた');
    await other.getByRole('dialog').getByRole('button', { name: '開示を記録する' }).click();
    await other.getByText('最終受信の時刻だけを、電話で伝えた').waitFor();
    await looks(other, 'disclosure-given');
    await section(other, '透明性レポート');
    await other.getByRole('table', { name: '求めてきたところ別' }).waitFor();
    await looks(other, 'disclosure-report', 'en');
  });
});
