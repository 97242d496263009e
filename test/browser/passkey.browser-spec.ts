import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { type Browser, type Page } from 'playwright-core';
import { type Ceremony } from '../../src/contract/sign-in.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, looks, openMenu } from '../support/console-page.js';
import { codeOf, linkFor } from '../support/passkeys.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn } from '../support/stand-in.js';
import { VirtualAuthenticator } from '../support/virtual-authenticator.js';
import { eventually } from '../support/wait.js';

const ADMINISTRATOR = ['admin', 'tomoshibi-demo-4'] as const;

describe('passkeys in a real browser', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    browser = await launchBrowser();
  }, 120_000);
  beforeEach(async () => {
    pages = new ConsolePages(browser, relay.url);
    for (const table of ['passkey', 'staff_totp', 'sign_in_link', 'sign_in_limit', 'sign_in_policy'])
      await relay.database.query(`DELETE FROM ${table}`);
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
  const signedIn = (page: Page) => button(page, 'メニュー').waitFor({ state: 'attached' });
  const joined = async () => {
    const administrator = await ConsoleClient.signedIn(relay.url, 'admin');
    const { url } = await linkFor(administrator, 'sato');
    const page = await pages.open();
    const authenticator = await VirtualAuthenticator.in(page);
    await page.goto(url);
    await button(page, 'パスキーを作る').click();
    await signedIn(page);
    return { page, authenticator, url };
  };
  const signOut = async (page: Page) => {
    await openMenu(page);
    await button(page, 'サインアウト').click();
    await button(page, 'パスキーを使う').waitFor();
    await page.getByText('サインインの期限が切れました').waitFor({ state: 'detached' });
  };

  it('an administrator makes a link, the person makes a passkey by it, and signs in with that', async () => {
    const office = await pages.signIn(...ADMINISTRATOR);
    await office.getByRole('link', { name: '職員' }).click();
    await button(office, 'サインインのリンクを作る：佐藤 さん').click();
    await looks(office, 'people-link-ask');
    await button(office, 'サインインのリンクを作る').click();
    const url = (await office.getByText(/\/join#/).textContent()) ?? '';
    await looks(office, 'people-link-made');
    await button(office, '閉じる').click();
    await office.getByText('リンク未使用').waitFor();

    const page = await pages.open();
    const authenticator = await VirtualAuthenticator.in(page);
    await page.goto(url);
    await page.getByRole('heading', { name: '佐藤 さん、ようこそ' }).waitFor();
    expect(new URL(page.url()).hash).toBe('');
    await looks(page, 'join', 'en');
    await page.getByLabel('パスキーの名前').fill('相談室の PC');
    await button(page, 'パスキーを作る').click();
    await signedIn(page);
    expect(await authenticator.count()).toBe(1);
    await signOut(page);
    await button(page, 'パスキーを使う').click();
    await signedIn(page);

    await openMenu(page);
    await page.getByRole('link', { name: 'サインインの設定：佐藤 さん' }).click();
    await page.getByText('相談室の PC').waitFor();
    await page.getByText('この端末', { exact: true }).waitFor();

    const stranger = await pages.open();
    await stranger.goto(url);
    await stranger.getByText('このリンクは使えません').waitFor();
    expect(await button(stranger, 'もう一度').count()).toBe(0);
    await looks(stranger, 'join-used');
  });

  it('a second key works on a second computer, and nowhere once it was removed', async () => {
    const { page } = await joined();
    const key = await VirtualAuthenticator.in(page, 'usb');
    await openMenu(page);
    await page.getByRole('link', { name: 'サインインの設定：佐藤 さん' }).click();
    await button(page, 'パスキーを追加').click();
    await looks(page, 'security-add');
    await page.getByLabel('パスキーの名前').fill('青い鍵');
    await button(page, 'パスキーを作る').click();
    await page.getByText('青い鍵').waitFor();

    const second = await pages.open();
    await key.moveTo(second);
    await second.goto(relay.url);
    await button(second, 'パスキーを使う').click();
    await signedIn(second);
    await page.reload();
    await page.getByText('青い鍵').waitFor();
    await looks(page, 'security', 'en');

    // What weighs wants the person once more, if they showed themselves long ago.
    await relay.database.query(`UPDATE session SET verified_at = now() - interval '1 hour'`);
    await button(page, '削除：青い鍵').click();
    await button(page, '削除する').click();
    await page.getByRole('heading', { name: 'ご本人ですか？' }).waitFor();
    await looks(page, 'verification');
    await button(page, 'パスキーで確認').click();
    await page.getByText('青い鍵', { exact: true }).waitFor({ state: 'detached' });
    await second.getByText('サインインの期限が切れました').waitFor();
    await button(second, 'パスキーを使う').click();
    await second.getByText('このパスキーは使えませんでした').waitFor();
    await looks(second, 'sign-in-refused');
  });

  it('an answer given to another page, and one that was given before, let nobody in', async () => {
    const { page } = await joined();
    await signOut(page);
    const sent = page.waitForRequest(`${relay.url}/api/session/passkey`);
    await button(page, 'パスキーを使う').click();
    const body = (await sent).postDataJSON() as unknown;
    await signedIn(page);
    const thief = new ConsoleClient(relay.url);
    expect(codeOf(await thief.enter('/api/session/passkey', body))).toBe('passkey_refused');

    // The same machine and the same name of the site, but another page: it asks with a question it got from us.
    const { options } = (await thief.request<Ceremony>('POST', '/api/session/passkey/options', {})).body;
    const elsewhere = 'http://localhost:9';
    await page.route(`${elsewhere}/**`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>page of a thief</title>' }),
    );
    await page.goto(`${elsewhere}/`);
    const response = await page.evaluate(async (asked) => {
      const from = (text: string) =>
        Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
      const { credentials } = navigator as unknown as {
        credentials: { get(options: object): Promise<{ toJSON(): unknown }> };
      };
      const credential = await credentials.get({
        publicKey: { challenge: from(asked.challenge), rpId: 'localhost', userVerification: 'required' },
      });
      return credential.toJSON();
    }, options);
    expect(response).toMatchObject({ type: 'public-key' });
    expect(codeOf(await thief.enter('/api/session/passkey', { response }))).toBe('passkey_refused');
  });

  it('without the person’s finger, or at an address that has no name, the browser itself refuses', async () => {
    const { page, authenticator } = await joined();
    await signOut(page);
    await authenticator.verifies(false);
    await button(page, 'パスキーを使う').click();
    await page.getByText('パスキーを使えませんでした').waitFor();
    await page.goto(relay.url.replace('localhost', '127.0.0.1'));
    await button(page, 'パスキーを使う').click();
    await page.getByText('このアドレスではパスキーを使えません').waitFor();
  });

  it('an authenticator app is set up by its code, and then lets in with a password', async () => {
    await relay.database.query(`INSERT INTO sign_in_policy VALUES ('counselor', 'passkey-or-password-totp')`);
    const { page } = await joined();
    await openMenu(page);
    await page.getByRole('link', { name: 'サインインの設定：佐藤 さん' }).click();
    await button(page, '認証アプリを設定').click();
    const text = await page.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{1,4})+$/).textContent();
    await looks(page, 'authenticator');
    const app = new TOTP({ secret: Secret.fromBase32((text ?? '').replaceAll(' ', '')) });
    await page.getByLabel('確認コード').fill(app.generate({ timestamp: Date.now() }));
    await button(page, '設定する').click();
    await button(page, '設定を消す').waitFor();
    await signOut(page);
    await looks(page, 'sign-in', 'en');
    await button(page, 'パスワードと認証アプリで入る').click();
    await looks(page, 'sign-in-password');
    await page.getByLabel('ログイン名').fill('sato');
    await page.getByLabel('パスワード').fill('tomoshibi-demo-1');
    // Wide digits, as a Japanese keyboard makes them.
    const next = app.generate({ timestamp: Date.now() + 30_000 });
    await page
      .getByLabel('確認コード')
      .fill(next.replaceAll(/\d/g, (digit) => '０１２３４５６７８９'[+digit] ?? ''));
    await button(page, 'サインイン').click();
    await signedIn(page);
  });

  it('a recovery waits for a second administrator, and tells the person', async () => {
    const { page } = await joined();
    await relay.database.query(
      `INSERT INTO staff (id, login, display_name, password_hash, administrator, vouched_at)
       SELECT gen_random_uuid(), 'admin2', '森', password_hash, true, now() FROM staff WHERE login = 'admin'`,
    );
    const [first, second] = [
      await pages.signIn(...ADMINISTRATOR),
      await pages.signIn('admin2', ADMINISTRATOR[1]),
    ];
    for (const office of [first, second]) await office.getByRole('link', { name: '職員' }).click();
    await button(first, '復旧を始める：佐藤 さん').click();
    await first.getByLabel('理由').fill('スマホを落としたと電話あり。折り返して本人と確認しました。');
    await looks(first, 'recovery-ask');
    await button(first, '復旧を始める').click();
    await first.getByText('別の管理者の確認を待っています').waitFor();
    expect(await button(first, '確認してリンクを作る').count()).toBe(0);
    await openMenu(page);
    await page.getByRole('link', { name: 'サインインの設定：佐藤 さん' }).click();
    await page.getByText('あなたのサインインの復旧を始めました').waitFor();
    await looks(page, 'security-recovery');
    await button(second, '確認してリンクを作る').waitFor();
    await looks(second, 'people', 'en');
    await button(second, '確認してリンクを作る').click();
    await second.getByRole('dialog').getByRole('button', { name: '確認してリンクを作る' }).click();
    await second.getByText(/\/join#/).waitFor();
    await eventually(
      async () => (await first.getByText('リンク未使用').count()) === 1 || undefined,
      'the link being listed',
    );
  });

  it('an administrator made by another counts as a second person once a third vouches', async () => {
    const administrator = await ConsoleClient.signedIn(relay.url, 'admin');
    const person = { login: 'kato', displayName: '加藤', administrator: true, capacity: 1 };
    const rest = { professions: [], languages: [], memberships: [] };
    await administrator.request('POST', '/api/people', { ...person, ...rest });
    await relay.database.query(
      `INSERT INTO staff (id, login, display_name, password_hash, administrator, vouched_at)
       SELECT gen_random_uuid(), 'admin3', '原', password_hash, true, now() FROM staff WHERE login = 'admin'`,
    );
    const [maker, other] = [
      await pages.signIn(...ADMINISTRATOR),
      await pages.signIn('admin3', ADMINISTRATOR[1]),
    ];
    for (const office of [maker, other]) await office.getByRole('link', { name: '職員' }).click();
    await maker.getByText('npm run staff:vouch -- kato').waitFor();
    expect(await button(maker, '本人だと確かめた：加藤 さん').count()).toBe(0);
    await looks(maker, 'people-unvouched');
    await button(other, '本人だと確かめた：加藤 さん').click();
    await looks(other, 'people-vouch-ask');
    await other.getByRole('dialog').getByRole('button', { name: '本人だと確かめた' }).click();
    await other.getByText('管理者 さんが招いた管理者です').waitFor({ state: 'detached' });
    await eventually(
      async () => (await maker.getByText('staff:vouch').count()) === 0 || undefined,
      'the other screen',
    );
  });
});
