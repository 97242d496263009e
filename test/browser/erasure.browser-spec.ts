import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Locator, type Page } from 'playwright-core';
import { type Certificate } from '../../src/contract/erasure.js';
import { isIntact } from '../../src/erasure/certificate.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, looks, picture } from '../support/console-page.js';
import { getsFocus, tabTo } from '../support/keyboard.js';
import { naming } from '../support/naming.js';
import { act, Caller, ticketOf } from '../support/line.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(180_000);

const PASSWORD = 'tomoshibi-demo-4';

/** All that stands on a page, and that it keeps in the browser. */
async function held(page: Page): Promise<string> {
  const kept = await page.evaluate<string>(
    'indexedDB.databases().then((all) => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, all]))',
  );
  return `${await page.content()} ${kept}`;
}

describe('an administrator who erases, by keyboard alone', () => {
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
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
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

  const press = async (page: Page, target: Locator) => {
    await target.waitFor();
    await tabTo(page, target);
    await page.keyboard.press('Enter');
  };
  const fill = async (page: Page, label: string, words: string) => {
    await tabTo(page, page.getByRole('dialog').getByLabel(label, { exact: true }));
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(words);
  };
  const button = (page: Page, name: string | RegExp) =>
    page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
  const inDialog = (page: Page, name: string) =>
    page.getByRole('dialog').getByRole('button', { name, exact: true });
  /** What a screen reader hears of whom the number means. */
  const told = (page: Page) => page.getByRole('dialog').getByRole('status');
  const part = (page: Page, name: string) => page.getByRole('region', { name });
  const erasing = async () => {
    const page = await pages.signIn('admin', PASSWORD);
    await page.goto(`${relay.url}/admin/erasure`);
    await part(page, '相談者からの希望').waitFor();
    return page;
  };
  /** A consultation of somebody that has ended, by its number. */
  const ended = async (...texts: string[]) => {
    const caller = await Caller.new(standIn, relay, SUICIDE_PREVENTION);
    for (const text of texts) await caller.writes(text);
    await sato.take(caller.ticketId);
    const { number, alias } = await ticketOf(sato, caller.ticketId);
    await sato.close(caller.ticketId);
    return { caller, number: String(number), alias };
  };
  const verifiedLongAgo = () =>
    relay.database.query(`UPDATE session SET verified_at = now() - interval '1 hour'`);
  const account = 'こころの相談（サンプル）';
  const otherAccount = '人権相談（サンプル）';

  it('holds one back, lets them go, and erases them after showing who sits there', async () => {
    const { caller, number, alias } = await ended('消してほしい相談です');
    const page = await erasing();
    await looks(page, 'erasure-empty', 'en');
    await press(page, button(page, '消去を止める'));
    const dialog = page.getByRole('dialog', { name: '消去を止める' });
    await dialog.getByRole('radio', { name: account }).waitFor();
    await tabTo(page, dialog.getByRole('radio').first());
    for (const _ of await dialog.getByRole('radio').all()) {
      if ((await dialog.getByRole('radio', { name: account, checked: true }).count()) > 0) break;
      await page.keyboard.press('ArrowDown');
    }
    await fill(page, '相談の番号', `＃${number}`);
    await press(page, inDialog(page, '番号を確かめる'));
    await told(page).getByText(alias).waitFor();
    await fill(page, '理由', '照会への回答が済むまで');
    await looks(page, 'erasure-hold');
    await press(page, inDialog(page, `${alias} の消去を止める`));
    const holds = part(page, '消去を止めている相談者');
    await holds.getByText('照会への回答が済むまで').waitFor();

    const find = async () => {
      await press(page, button(page, '希望によらず消去する'));
      await page.getByRole('dialog').getByRole('radio', { name: account }).check({ force: true });
      await fill(page, '相談の番号', number);
      await page.keyboard.press('Enter');
      await told(page).getByText(alias).waitFor();
    };
    const erases = inDialog(page, `${alias} の記録を消す`);
    await find();
    await told(page).getByText('緊急対応の途中か、消去を止める設定です。').waitFor();
    expect(await erases.isDisabled()).toBe(true);
    await looks(page, 'erasure-obstacle');
    await page.keyboard.press('Escape');
    await press(page, button(page, `${alias}：解除する`));
    await press(page, inDialog(page, '解除する'));
    await holds.getByText('止めている相談者はいません。').waitFor();

    // Held by somebody else, after it was looked at.
    const admin = await ConsoleClient.signedIn(relay.url, 'admin');
    const named = await naming(admin, SUICIDE_PREVENTION, Number(number), '照会のため');
    await find();
    await fill(page, '理由', '誤って登録されたため');
    expect(await admin.request('POST', '/api/erasures/holds', named)).toMatchObject({ status: 200 });
    await press(page, erases);
    await page.getByRole('dialog').getByText('この相談者は緊急対応の途').waitFor();
    await looks(page, 'erasure-refused');
    await page.keyboard.press('Escape');
    await admin.request('DELETE', `/api/erasures/holds/${named.callerId}`);

    await verifiedLongAgo();
    await find();
    await fill(page, '理由', '誤って登録されたため');
    await looks(page, 'erasure-erase');
    await press(page, erases);
    await page.getByRole('heading', { name: 'ご本人ですか？' }).waitFor();
    await looks(page, 'erasure-verification');
    await fill(page, 'パスワード', PASSWORD);
    await page.keyboard.press('Enter');
    const certificate = button(page, `${alias}：消去の証明`);
    await certificate.waitFor();
    await looks(page, 'erasure-done', 'en');
    await press(page, certificate);
    const shown = page.getByRole('dialog', { name: '消去の証明' });
    await shown.getByText('相談 1 件').waitFor();
    await looks(page, 'erasure-certificate');
    await tabTo(page, shown.getByRole('link', { name: 'JSON で保存' }));
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    const written = await readFile(await download.path(), 'utf8');
    expect(written).toContain(`\n  "alias": "${alias}",\n`);
    const file = JSON.parse(written) as Certificate;
    expect([isIntact(file), file.alias, file.cause]).toEqual([true, alias, 'staff']);
    await shown.getByText(file.hash).waitFor();
    await page.keyboard.press('Escape');
    await getsFocus(certificate, 'what opened the certificate');
    const [{ content } = { content: null }] = (await tanaka.talkRoom(caller.ticketId)).messages;
    expect(content).toMatchObject({ label: 'erased' });
  });

  it('shows somebody else for a mistyped number, and erases nobody until it is put right', async () => {
    const meant = await ended('消してほしい相談です');
    const other = await ended('残しておきたい相談です');
    const page = await erasing();
    await press(page, button(page, '希望によらず消去する'));
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: account }).check({ force: true });
    const confirm = inDialog(page, '消去する');
    expect(await confirm.isDisabled()).toBe(true);
    await looks(page, 'erasure-unchecked');
    // No number, and none that anybody has.
    await fill(page, '相談の番号', '九');
    expect(await inDialog(page, '番号を確かめる').isDisabled()).toBe(true);
    await fill(page, '相談の番号', '999999');
    await page.keyboard.press('Enter');
    await told(page).getByText('この相談は見つかりません。').waitFor();
    expect(await confirm.isDisabled()).toBe(true);
    await looks(page, 'erasure-unknown');

    await fill(page, '相談の番号', other.number);
    await page.keyboard.press('Enter');
    await told(page).getByText(other.alias).waitFor();
    await told(page).getByText('相談 1 件').waitFor();
    await fill(page, '理由', '誤って登録されたため');
    await inDialog(page, `${other.alias} の記録を消す`).waitFor();
    // Enter in the number's field looks again, and erases nobody.
    await fill(page, '相談の番号', meant.number);
    await told(page).getByText('だれの相談かがここに出ます').waitFor();
    expect(await confirm.isDisabled()).toBe(true);
    await page.keyboard.press('Enter');
    await told(page).getByText(meant.alias).waitFor();
    await page.keyboard.press('Enter');
    await told(page).getByText(meant.alias).waitFor();
    // Another account's number is somebody else's.
    const radio = dialog.getByRole('radio', { name: otherAccount });
    await radio.check({ force: true });
    await told(page).getByText('だれの相談かがここに出ます').waitFor();
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole('radio', { name: account }).check({ force: true });
    await press(page, inDialog(page, '番号を確かめる'));
    await press(page, inDialog(page, `${meant.alias} の記録を消す`));
    await button(page, `${meant.alias}：消去の証明`).waitFor();
    const firstOf = async ({ caller }: typeof meant) =>
      (await tanaka.talkRoom(caller.ticketId)).messages[0]?.content;
    expect(await firstOf(meant)).toMatchObject({ label: 'erased' });
    expect(await firstOf(other)).toEqual({ kind: 'text', text: '残しておきたい相談です' });
  });

  it('can’t erase who asks for it while an emergency holds them, and says why', async () => {
    const { caller, alias } = await ended('橋の上にいます', '記録の削除を希望します');
    await caller.writes('やっぱり、話したいです');
    await sato.take(caller.ticketId);
    const opened = await act(tanaka, caller.ticketId, 'incidents', { situation: null });
    const incident = (opened.body as unknown as { incidents: { id: string }[] }).incidents[0]?.id;
    await sato.close(caller.ticketId);
    const page = await erasing();
    const asked = part(page, '相談者からの希望');
    await asked.getByText('緊急対応の途中か、消去を止める設定です。').waitFor();
    expect(await button(page, `${alias}：消去する`).isDisabled()).toBe(true);
    await looks(page, 'erasure-asked', 'en');
    if (process.env['SCREENSHOTS'] !== undefined) {
      await page.setViewportSize({ width: 1920, height: 1080 });
      await picture(page, 'erasure-asked-1920');
      await page.setViewportSize({ width: 1280, height: 900 });
    }
    const end = { outcome: 'safe', summary: 'ご家族と一緒にいることを確かめた' };
    expect((await tanaka.request('POST', `/api/incidents/${incident}/end`, end)).status).toBe(200);
    await page.reload();
    await press(page, button(page, `${alias}：消去する`));
    await fill(page, '理由', '本人の希望のとおり');
    await looks(page, 'erasure-confirm');
    await press(page, inDialog(page, '消去する'));
    await button(page, `${alias}：消去の証明`).waitFor();
    await caller.hears('これまでのお話の記録を消しました');
  });

  it('leaves nothing on consoles that are open meanwhile, nor in their storage', async () => {
    const said = [
      '川沿いをずっと歩いていました',
      'まだ外にいます',
      '家族に話せるか考えています',
      'お返事の書きかけです',
    ];
    const caller = await Caller.new(standIn, relay, SUICIDE_PREVENTION);
    await caller.writes(said[0] ?? '');
    await sato.take(caller.ticketId);
    const desk = await pages.signIn('sato', 'tomoshibi-demo-1');
    await desk.goto(`${relay.url}/?ticket=${caller.ticketId}`);
    const talk = desk.getByRole('region', { name: 'トーク' });
    await talk.getByText(said[0] ?? '').waitFor();
    await caller.writes(said[1] ?? '');
    await talk.getByText(said[1] ?? '').waitFor();
    const note = { clientId: randomUUID(), text: said[2] };
    expect((await act(sato, caller.ticketId, 'notes', note)).status).toBeLessThan(300);
    await desk.getByRole('textbox', { name: '返信を書く' }).fill(said[3] ?? '');
    // It is read aloud too, and what is written is kept.
    await eventually(async () => (await held(desk)).includes(`：${said[1]}`) || undefined, 'it being said');
    for (const words of said) expect(await held(desk)).toContain(words);

    const found = await pages.signIn('tanaka', 'tomoshibi-demo-3');
    await found.goto(`${relay.url}/search`);
    await found.getByLabel('公式アカウント', { exact: true }).selectOption(SUICIDE_PREVENTION);
    await found.getByRole('searchbox').fill('ずっと');
    await found.keyboard.press('Enter');
    await found.getByRole('button', { name: /川沿い/ }).click();
    await found
      .getByRole('dialog')
      .getByText(said[2] ?? '')
      .waitFor();
    await sato.close(caller.ticketId);
    await desk.getByRole('textbox', { name: '返信を書く' }).waitFor({ state: 'detached' });
    await talk.locator('[data-messages]').focus();

    const admin = await ConsoleClient.signedIn(relay.url, 'admin');
    const { number } = (await tanaka.talkRoom(caller.ticketId)).ticket;
    const named = await naming(admin, SUICIDE_PREVENTION, number, '誤って登録されたため');
    expect(await admin.request('POST', '/api/erasures', named)).toMatchObject({ status: 200 });
    for (const page of [desk, found]) {
      await page.getByText('この相談の記録は消去されました').waitFor();
      const kept = await held(page);
      for (const words of said) expect(kept).not.toContain(words);
    }
    await getsFocus(talk.getByRole('status'), 'what stands where the talk was');
    await looks(desk, 'erased-talk', 'en');
    await looks(found, 'erased-found');
  });
});
