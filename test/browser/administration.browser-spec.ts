import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Browser, type Locator, type Page } from 'playwright-core';
import { firstStep } from '../../src/app/first-run.js';
import { ENVIRONMENT } from '../../src/config/config.module.js';
import { type Environment } from '../../src/config/environment.js';
import { type AccountDetail } from '../../src/contract/administration.js';
import { hashPassword } from '../../src/staff/password.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, looks } from '../support/console-page.js';
import { newCaller, write } from '../support/conversation.js';
import { tabTo } from '../support/keyboard.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { VirtualAuthenticator } from '../support/virtual-authenticator.js';

const SECRET = 'c94e1a7d30f85b26e7d2940b6a1f8c53';
const PASSWORD = 'tomoshibi-demo-4';
async function press(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

async function type(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByRole('dialog').getByLabel(label, { exact: true }));
  await page.keyboard.insertText(text);
}

describe('an administrator', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING, env: { PROVISION_FILE: 'none' } });
    browser = await launchBrowser();
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

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const inDialog = (page: Page, name: string) =>
    page.getByRole('dialog').getByRole('button', { name, exact: true });
  const section = (page: Page, name: string) =>
    page.getByRole('navigation', { name: '管理するもの' }).getByRole('link', { name, exact: true });

  /** Every evening, on the screen where hours are edited. */
  const decideHours = async (page: Page) => {
    await page.getByText('いまの受付時間がないか、読み取れません。').waitFor();
    await press(page, button(page, '受付を追加'));
    for (const day of ['土曜日', '日曜日']) {
      await tabTo(page, page.getByRole('checkbox', { name: day }));
      await page.keyboard.press('Space');
    }
    for (const [label, time] of [
      ['始まり', '17:00'],
      ['終わり', '22:30'],
      ['新規は何時まで', '22:00'],
    ] as const) {
      await tabTo(page, page.getByLabel(label, { exact: true }).first());
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(time);
    }
    const preview = page.getByRole('region', { name: 'これからの受付' });
    await preview.getByText('17:00–22:30（新規 22:00 まで）').first().waitFor();
    await looks(page, 'first-hours');
    await press(page, button(page, '保存する'));
    await page.getByText(/さんが保存/).waitFor();
  };

  it('comes from an empty server to the first caller by keyboard alone', async () => {
    const page = await pages.open();
    await VirtualAuthenticator.in(page);
    await page.goto(relay.url);
    await page.getByText('まだ管理者がいません').waitFor();
    await looks(page, 'first-sign-in');
    const text = await firstStep(relay.server.app, relay.server.app.get<Environment>(ENVIRONMENT));
    await page.goto(/http\S+/.exec(text ?? '')?.[0] ?? '');
    await press(page, button(page, 'パスキーを作る'));
    const steps = page.getByRole('region', { name: '始めるまで' });
    await steps.getByText('あと 6 つです').waitFor();
    await looks(page, 'first-home', 'en');

    await press(page, steps.getByRole('link', { name: '公式アカウントを登録する' }));
    await press(page, button(page, '公式アカウントを加える'));
    await type(page, '名前（日本語）', 'こころの相談');
    await type(page, 'ID', SUICIDE_PREVENTION);
    await type(page, 'チャネル ID', '2000000002');
    await type(page, 'チャネルシークレット', SECRET);
    await looks(page, 'account-new');
    await press(page, inDialog(page, '加える'));
    await page.getByRole('heading', { name: 'こころの相談', level: 1 }).waitFor();
    await page.getByText('設定済み（末尾 8c53）').waitFor();
    expect(await page.content()).not.toContain(SECRET);

    await press(page, section(page, '管理の入口'));
    await press(page, steps.getByRole('link', { name: '受付時間を決める' }));
    await decideHours(page);
    await press(page, section(page, '公式アカウント'));
    await press(page, page.getByRole('main').getByRole('link', { name: /こころの相談/ }));
    await press(page, button(page, 'LINE に確かめる'));
    await page.getByText('LINE から分かる設定は、すべてよしです').waitFor();
    await press(page, page.getByRole('button', { name: /^確かめた：「あいさつメッセージ」/ }));
    await page.getByText(/さんが .* に確かめました/).waitFor();
    await press(page, button(page, '番号を作る'));
    await page.getByText('次の番号を送ってください').waitFor();
    await looks(page, 'account', 'en');
    await press(page, button(page, '動かす'));
    await press(page, inDialog(page, '動かす'));
    await page.getByText('受付時間のあいだ、新しい相談をお受けします。').waitFor();

    await press(page, section(page, '職員'));
    await press(page, button(page, '職員を加える'));
    await type(page, '名前', '佐藤');
    await type(page, 'ログイン名', 'sato');
    await tabTo(page, page.getByRole('dialog').getByLabel('こころの相談'));
    await page.keyboard.press('ArrowDown');
    await looks(page, 'person-new');
    await press(page, inDialog(page, '職員を加える'));
    await press(page, button(page, 'サインインのリンクを作る：佐藤 さん'));
    await press(page, inDialog(page, 'サインインのリンクを作る'));
    await page.getByText(/\/join#/).waitFor();
    await press(page, inDialog(page, '閉じる'));
    await page.getByText('リンク未使用').waitFor();
    await looks(page, 'people-some');

    await press(page, section(page, '管理の入口'));
    await steps.getByText('自分の LINE から送ってみてください').waitFor();
    await looks(page, 'waiting-for-first');
    await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), 'はじめまして');
    await steps.getByText('届きました。').waitFor();
    await section(page, '公式アカウント').waitFor();

    await relay.database.query(
      `INSERT INTO account_alarm (account_id, kind, raised_at) VALUES ($1, 'token-refused', now()), ($1, 'key-backup-late', now())`,
      [SUICIDE_PREVENTION],
    );
    const wrong = page.getByRole('status', { name: 'いま起きていること' });
    await wrong.getByText('npm run backup:keys が毎日動いているか').waitFor();
    await looks(page, 'troubles', 'en');
    await press(page, wrong.getByRole('link', { name: '開く' }));
    await page.getByRole('heading', { name: 'こころの相談', level: 1 }).waitFor();
    await wrong.getByText('LINE がこのアカウントの認証を拒んでいます').waitFor();
  }, 120_000);

  it('hears that somebody else was faster, and keeps what they typed', async () => {
    await relay.database.query(`UPDATE staff SET password_hash = $1 WHERE login = 'admin'`, [
      await hashPassword(PASSWORD),
    ]);
    const page = await pages.signIn('admin', PASSWORD);
    await page.goto(`${relay.url}/admin/accounts/${SUICIDE_PREVENTION}`);
    const purpose = page.getByRole('textbox', { name: '目的' });
    await purpose.fill('夜の相談');
    const other = new ConsoleClient(relay.url);
    await other.signIn('admin', PASSWORD);
    const address = `/api/admin/accounts/${SUICIDE_PREVENTION}`;
    const { version, name, settings } = (await other.request<AccountDetail>('GET', address)).body;
    await other.request('PUT', address, {
      version,
      name,
      purpose: '',
      settings: { ...settings, limits: { ...settings.limits, minutes: 50 } },
    });
    await page.getByText('1 回の相談の目安（分）：50').waitFor();
    expect(await button(page, '保存する').isDisabled()).toBe(true);
    await looks(page, 'account-stale', 'en');
    await button(page, '取り込んで続ける').click();
    await button(page, '保存する').click();
    await button(page, '保存する').waitFor({ state: 'detached' });
    const saved = (await other.request<AccountDetail>('GET', address)).body;
    expect([saved.purpose, saved.settings.limits.minutes]).toEqual(['夜の相談', 50]);
    const typed = page.getByLabel('送信を取り消せる時間（秒）');
    await typed.fill('99');
    await button(page, '保存する').click();
    await page.getByText('0〜30').first().waitFor();
    expect((await other.request<AccountDetail>('GET', address)).body.settings.undoSeconds).toBe(5);
    await button(page, '元に戻す').click();
  });
});
