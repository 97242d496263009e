import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, looks, picture } from '../support/console-page.js';
import { newCaller, textsTo, write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

interface Box {
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

describe('a counselor’s desk over a long day, in a browser', () => {
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
    const { mine } = await sato.desk();
    for (const { id } of mine) await sato.close(id);
    expect(pages.faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await relay.close();
    await standIn.close();
  });

  const begin = async (words: string, userId?: string) => {
    const caller = userId ?? (await newCaller(standIn));
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, caller, words);
    await sato.take(ticketId);
    return { userId: caller, ticketId };
  };
  const open = async (ticketId: string, besides?: Page) => {
    const page =
      besides === undefined
        ? await pages.signIn('sato', 'tomoshibi-demo-1')
        : await pages.tabIn(besides.context());
    await page.goto(`${relay.url}/?ticket=${ticketId}`);
    const talk = page.getByRole('region', { name: 'メッセージ' });
    await talk.getByRole('article').first().waitFor();
    return { page, talk, composer: page.getByRole('textbox', { name: '返信を書く' }) };
  };
  const sentTo = (userId: string) => textsTo(standIn, SUICIDE_PREVENTION, userId);
  const arrived = (userId: string, text: string) =>
    eventually(async () => (await sentTo(userId)).includes(text) || undefined, `“${text}” at LINE`, 30_000);
  const hasValue = (page: Page, value: string) =>
    eventually(
      async () =>
        (await page.getByRole('textbox', { name: '返信を書く' }).inputValue()) === value || undefined,
      `the field holding “${value}”`,
      15_000,
    );
  const atPhone = async (page: Page, name: string) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await picture(page, name);
    await page.setViewportSize({ width: 1280, height: 800 });
  };

  it('keeps a draft over a reload, shows it in another window, and loses neither of two', async () => {
    const { ticketId } = await begin('どう書けばいいか');
    const first = await open(ticketId);
    await first.composer.fill('ゆっくりで大丈夫です');
    await first.page.getByText('下書きを保存しました').waitFor();
    await picture(first.page, 'draft-saved');
    await first.page.reload();
    await hasValue(first.page, 'ゆっくりで大丈夫です');

    const second = await open(ticketId);
    await hasValue(second.page, 'ゆっくりで大丈夫です');
    await second.composer.fill('ゆっくりで大丈夫です。ここにいます。');
    await hasValue(first.page, 'ゆっくりで大丈夫です。ここにいます。');

    await first.page.context().setOffline(true);
    await first.composer.fill('つながらない間に書いた文');
    await second.composer.fill('もうひとつの窓で書いた文');
    await second.page.getByText('下書きを保存しました').waitFor();
    await eventually(
      async () =>
        (await sato.request<{ draft: { text: string } | null }>('GET', `/api/tickets/${ticketId}/draft`)).body
          .draft?.text === 'もうひとつの窓で書いた文' || undefined,
      'the other window’s draft on the server',
    );
    await first.page.context().setOffline(false);
    await first.page.getByText('もうひとつの窓で書いた文').waitFor();
    expect(await first.composer.inputValue()).toBe('つながらない間に書いた文');
    await looks(first.page, 'draft-other', 'en');
    await first.page.getByRole('button', { name: '入力欄に加える' }).click();
    const tray = first.page.getByRole('list', { name: '一緒に送るもの' });
    await tray.getByText('もうひとつの窓で書いた文').waitFor();
    await hasValue(first.page, 'つながらない間に書いた文');
    await hasValue(second.page, 'つながらない間に書いた文');
    await first.page.getByText('別の画面にも書きかけがあります').waitFor({ state: 'detached' });
  });

  it('changes no word under the hand of who writes in two tabs in turn, and sends what the field shows', async () => {
    const { userId, ticketId } = await begin('だれかいますか');
    const left = await open(ticketId);
    const right = await open(ticketId, left.page);
    let goOn = (): void => undefined;
    const isLeftSaved = new Promise<void>((resolve) => (goOn = resolve));
    await right.page.route('**/draft', async (route) => {
      if (route.request().method() === 'PUT') await isLeftSaved;
      await route.continue();
    });
    const saving = right.page.waitForRequest((request) => request.method() === 'PUT');
    await right.composer.pressSequentially('返信：みぎの文');
    await right.composer.press('ArrowLeft');
    await saving;
    await left.composer.pressSequentially('返信：ひだりの文');
    await left.page.getByText('下書きを保存しました').waitFor();
    goOn();

    const other = right.page.getByRole('note').filter({ hasText: '別の画面にも書きかけがあります' });
    await other.getByText('返信：ひだりの文', { exact: true }).waitFor();
    await right.composer.pressSequentially('いちばんの');
    await left.composer.pressSequentially('のつづき');
    await other.getByText('返信：ひだりの文のつづき', { exact: true }).waitFor();
    await right.composer.pressSequentially('長い');
    await hasValue(right.page, '返信：みぎのいちばんの長い文');
    await hasValue(left.page, '返信：ひだりの文のつづき');
    expect(await left.page.getByText('別の画面にも書きかけがあります').count()).toBe(0);

    await right.composer.press('Enter');
    await right.talk.getByRole('button', { name: 'いま送る' }).click();
    await arrived(userId, '返信：みぎのいちばんの長い文');
    await other.getByText('返信：ひだりの文のつづき', { exact: true }).waitFor();
    const row = right.talk.getByRole('article').filter({ hasText: '返信：みぎのいちばんの長い文' });
    await row.getByText('LINE が受け付けました').waitFor();
    expect((await sentTo(userId)).filter((text) => text.startsWith('返信：'))).toEqual([
      '返信：みぎのいちばんの長い文',
    ]);
    await hasValue(left.page, '返信：ひだりの文のつづき');
  });

  it('sends after a while in which it can be taken back by Escape', async () => {
    const { userId, ticketId } = await begin('聞いてもらえますか');
    const { page, talk, composer } = await open(ticketId);
    await composer.fill('はい、もちろ');
    await composer.press('Enter');
    await talk.getByText('まもなく送ります').waitFor();
    await picture(page, 'undo');
    await composer.press('Escape');
    await hasValue(page, 'はい、もちろ');
    expect(await talk.getByText('まもなく送ります').count()).toBe(0);
    await composer.fill('はい、もちろんです。');
    await composer.press('Enter');
    await talk.getByRole('button', { name: 'いま送る' }).click();
    await arrived(userId, 'はい、もちろんです。');
    expect((await sentTo(userId)).filter((text) => text.startsWith('はい、'))).toHaveLength(1);
    await eventually(
      async () => (await relay.database.query('SELECT FROM draft')).length === 0 || undefined,
      'no draft being left',
    );
  });

  it('waits with a reply while there is no network, over a reload, and sends it once', async () => {
    const { userId, ticketId } = await begin('電車の中です');
    const { page, talk, composer } = await open(ticketId);
    await page.route('**/replies', (route) => route.abort());
    await composer.fill('着いたら、また書いてください。');
    await composer.press('Enter');
    await talk.getByRole('button', { name: 'いま送る' }).click();
    await talk.getByText('送信待ち').waitFor();
    await picture(page, 'offline');
    await page.reload();
    await talk.getByText('着いたら、また書いてください。').waitFor();
    await talk.getByText('送信待ち').waitFor();
    await page.unroute('**/replies');
    await arrived(userId, '着いたら、また書いてください。');
    await talk.getByText('送信待ち').waitFor({ state: 'detached' });
    expect((await sentTo(userId)).filter((text) => text.startsWith('着いたら'))).toHaveLength(1);
  });

  it('keeps notes from the caller, and looks like nothing else while one is written', async () => {
    const { userId, ticketId } = await begin('誰にも言わないで');
    const { page, talk } = await open(ticketId);
    await page.getByRole('radio', { name: 'メモ' }).click();
    const field = page.getByRole('textbox', { name: 'メモ：相談者には見えません' });
    await field.fill('妹さんには話している。次回も佐藤が担当したい。');
    await picture(page, 'note-writing');
    await atPhone(page, 'note-writing-phone');
    await field.press('Enter');
    await talk.getByText('妹さんには話している').waitFor();
    await page.getByRole('region', { name: 'メモ' }).getByText('妹さんには話している').waitFor();
    await picture(page, 'note');
    expect(await field.inputValue()).toBe('');
    await sato.reply(ticketId, 'わかりました。');
    await arrived(userId, 'わかりました。');
    expect((await sentTo(userId)).join()).not.toContain('妹さん');
  });

  it('asks once before personal data goes, and lets it go', async () => {
    const { userId, ticketId } = await begin('連絡先を教えてください');
    const { page, talk, composer } = await open(ticketId);
    await composer.fill('０９０ー１２３４ー５６７８です');
    await composer.press('Enter');
    const question = page.getByRole('alert').filter({ hasText: '個人の情報が入っていませんか？' });
    await question.getByText('090-1234-5678').waitFor();
    await picture(page, 'personal');
    await atPhone(page, 'personal-phone');
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'detached' });
    expect(await talk.getByText('まもなく送ります').count()).toBe(0);
    await composer.press('Enter');
    await arrived(userId, '０９０ー１２３４ー５６７８です');
    await composer.fill('0120-279-338 にも電話できます。');
    await composer.press('Enter');
    await talk.getByText('まもなく送ります').waitFor();
  });

  it('shows every line of a reply also in a window that becomes narrower, and what is too long', async () => {
    const { ticketId } = await begin('長い話になります');
    const { page, composer } = await open(ticketId);
    /** Of all lines; undefined while one is hidden. */
    const height = async (): Promise<number | undefined> => {
      const { all, shown } = await composer.evaluate((element: Box) => ({
        all: element.scrollHeight,
        shown: element.clientHeight,
      }));
      return all <= shown ? shown : undefined;
    };
    await composer.fill('ここで話したことは、あなたのものです。'.repeat(6));
    const before = await eventually(height, 'every line on a desk');
    await page.setViewportSize({ width: 390, height: 844 });
    await eventually(async () => ((await height()) ?? 0) > before || undefined, 'more lines on a phone');
    // How much is too much stands on a line of its own, above the tools.
    await page.setViewportSize({ width: 1024, height: 768 });
    await composer.fill('𠮷'.repeat(15_000));
    const count = page.getByText('30,000 / 5,000 文字（25,000 文字超過）');
    const lines = [count, page.getByText('一度に送れるのは 5 通までです。短くしてください。')];
    const tools = await page.getByRole('toolbar', { name: '添付と定型文' }).boundingBox();
    for (const line of lines) {
      const box = await line.boundingBox();
      expect(box?.height).toBeLessThan(30);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(tools?.y ?? 0);
    }
    const frame = await composer.boundingBox();
    const button = await page.getByRole('button', { name: '送信', exact: true }).boundingBox();
    expect((button?.x ?? 0) + (button?.width ?? 0)).toBeGreaterThan(
      (frame?.x ?? 0) + (frame?.width ?? 0) - 20,
    );
    await looks(page, 'too-long');
    await composer.fill('');
  });

  it('puts an emoji where the caret stands, by keyboard', async () => {
    const { ticketId } = await begin('雨ですね');
    const { page, composer } = await open(ticketId);
    await composer.fill('そうですね。');
    await page.getByRole('button', { name: '絵文字を入れる' }).press('Enter');
    await page.getByRole('option', { name: '🙂' }).waitFor();
    await picture(page, 'emoji');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await hasValue(page, 'そうですね。😊');
  });

  it('shows what was said before with the same caller, to be read and nothing else', async () => {
    const before = await begin('去年のことから話します');
    await sato.reply(before.ticketId, '聞いています。');
    await sato.close(before.ticketId);
    const now = await begin('また書きました', before.userId);
    const { page } = await open(now.ticketId);
    const past = page.getByRole('region', { name: 'これまでの相談' });
    await past.getByRole('button', { name: /佐藤/ }).waitFor();
    await picture(page, 'past-list');
    await past.getByRole('button', { name: /佐藤/ }).press('Enter');
    const dialog = page.getByRole('dialog', { name: /の相談（No\./ });
    await dialog.getByText('去年のことから話します').waitFor();
    await dialog.getByText('閲覧のみ').waitFor();
    expect(await dialog.getByRole('textbox').count()).toBe(0);
    await picture(page, 'past');
    await atPhone(page, 'past-phone');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });
});
