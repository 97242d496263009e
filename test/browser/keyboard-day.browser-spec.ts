import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { callerEvents } from '../support/caller-events.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, looks, picture } from '../support/console-page.js';
import { newCaller, textsTo, write } from '../support/conversation.js';
import { getsFocus, tabTo } from '../support/keyboard.js';
import { act } from '../support/line.js';
import { provisionWith } from '../support/provision.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(180_000);

describe('a day without a mouse, in a browser', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let folder: string;
  let sato: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-keyboard-'));
    const file = await provisionWith(folder, {
      [SUICIDE_PREVENTION]: { assignment: { mode: 'offer', offerSeconds: 600 }, staffing: { minimum: 0 } },
    });
    relay = await startRelay({ standIn, at: EVENING, env: { PROVISION_FILE: file } });
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
    await rm(folder, { recursive: true, force: true });
  });

  const composer = (page: Page) => page.getByRole('textbox', { name: '返信を書く' });
  const messages = (page: Page) => page.getByRole('region', { name: 'メッセージ' });
  const palette = (page: Page) => page.getByRole('dialog', { name: /^(コマンド|Commands)$/ });
  const ring = (page: Page) => page.getByRole('region', { name: '担当のお願い' }).getByRole('article');
  const sheet = (page: Page) => page.getByRole('dialog', { name: 'キーボードショートカット' });
  const says = (userId: string, words: string) => write(standIn, relay, SUICIDE_PREVENTION, userId, words);
  const arrives = (userId: string, words: string) =>
    eventually(
      async () => (await textsTo(standIn, SUICIDE_PREVENTION, userId)).includes(words) || undefined,
      `“${words}” at LINE`,
      20_000,
    );
  const signIn = async () => {
    const page = await pages.open({ width: 1280, height: 800 });
    await page.goto(relay.url);
    await tabTo(page, page.getByLabel('ログイン名'));
    await page.keyboard.type('sato');
    await tabTo(page, page.getByLabel('パスワード'));
    await page.keyboard.type('tomoshibi-demo-1');
    await page.keyboard.press('Enter');
    await page.getByText('担当中の相談はありません').waitFor();
    return page;
  };
  /** Opens the palette, finds something in it, and does it. */
  const find = async (page: Page, words: string, name: RegExp) => {
    await page.keyboard.press('Control+KeyK');
    await getsFocus(palette(page).getByRole('combobox'), 'the palette');
    await page.keyboard.insertText(words);
    await palette(page).getByRole('option', { name, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await palette(page).waitFor({ state: 'detached' });
  };

  /** A supervisor says something; the counselor answers, calls them, and reads who comes. */
  const hearsAWhisperAndCalls = async (page: Page) => {
    const tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    const [ticket] = (await sato.desk()).mine;
    const whispers = `/api/tickets/${ticket?.id ?? ''}/whispers`;
    const said = { clientId: randomUUID(), text: '眠れているかを聞いてみてください' };
    expect(await tanaka.request('POST', whispers, said)).toMatchObject({ status: 201 });
    await messages(page).getByText('田中 さん（SV）からのひとこと').waitFor();
    await messages(page).getByText(said.text).waitFor();

    await find(page, 'ひとこと', /^SVへ/);
    await getsFocus(
      page.getByRole('textbox', { name: 'SVへのひとこと（相談者には見えません）' }),
      'the answer to the supervisor',
    );
    await page.keyboard.insertText('ありがとうございます。聞いてみます');
    await page.keyboard.press('Enter');
    await messages(page).getByText('ありがとうございます。聞いてみます').waitFor();
    expect((await tanaka.talkRoom(ticket?.id ?? '')).messages.at(-1)).toMatchObject({
      content: { text: 'ありがとうございます。聞いてみます' },
    });

    await tabTo(page, page.getByRole('button', { name: /^SVを呼ぶ/ }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    const call = page.getByRole('dialog');
    await getsFocus(call.getByRole('textbox'), 'why a supervisor is called');
    await page.keyboard.insertText('急に黙ってしまわれました');
    await tabTo(page, call.getByRole('button', { name: '呼ぶ', exact: true }));
    await page.keyboard.press('Enter');
    await call.waitFor({ state: 'detached' });
    expect(await act(tanaka, ticket?.id ?? '', 'consult/take')).toMatchObject({ status: 200 });
    await page.getByText('田中 さん（SV）が見ています。').waitFor();
    const done = page.getByRole('button', { name: 'もう大丈夫です' });
    await tabTo(page, done);
    await page.keyboard.press('Enter');
    await done.waitFor({ state: 'detached' });
  };

  it('goes from an offer through every kind of message to the record', async () => {
    const page = await signIn();
    const userId = await newCaller(standIn);
    await says(userId, '眠れなくて…');
    await ring(page).waitFor();
    await page.keyboard.press('Alt+KeyY');
    await messages(page).getByText('眠れなくて…').waitFor();
    await getsFocus(composer(page), 'the reply');

    for (const { happen } of callerEvents) {
      await happen(standIn, SUICIDE_PREVENTION, userId);
      await standIn.waitForIdle();
    }
    await says(userId, 'いま話せますか');
    await messages(page).getByText('いま話せますか').waitFor();

    // Signs that are shortcuts elsewhere are letters here.
    await page.keyboard.type('ok? r/n q f t e j k l');
    expect(await composer(page).inputValue()).toBe('ok? r/n q f t e j k l');
    await page.keyboard.press('Enter');
    await messages(page).getByText('まもなく送ります').waitFor();
    await page.keyboard.press('Escape');
    await messages(page).getByText('まもなく送ります').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+KeyA');
    await page.keyboard.insertText('はい、聞いています。');
    await page.keyboard.press('Enter');
    await arrives(userId, 'はい、聞いています。');

    await messages(page).getByText('まもなく送ります').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await getsFocus(messages(page), 'the talk');
    await page.keyboard.press('q');
    await page
      .getByText('引用：いま話せますか')
      .or(page.getByText(/引用.*いま話せますか/))
      .first()
      .waitFor();
    await getsFocus(composer(page), 'the reply that quotes');
    await page.keyboard.insertText('ゆっくりで大丈夫です。');
    await page.keyboard.press('Enter');
    await arrives(userId, 'ゆっくりで大丈夫です。');

    await tabTo(page, page.getByRole('button', { name: /^添付|ファイル/ }).first());
    await page.keyboard.press('n');
    const note = page.getByRole('textbox', { name: 'メモ：相談者には見えません' });
    await getsFocus(note, 'the note');
    await page.keyboard.insertText('妹さんには話している。');
    await page.keyboard.press('Enter');
    await messages(page).getByText('妹さんには話している。').waitFor();

    await find(page, 'りすく', /^リスクを変える/);
    const risk = page.getByRole('dialog', { name: /リスク/ });
    await risk.getByRole('radio', { name: /^切迫/ }).waitFor();
    await page.keyboard.press('ArrowUp');
    await risk.getByRole('radio', { name: /^見守り/, checked: true }).waitFor();
    await tabTo(page, risk.getByRole('textbox'));
    await page.keyboard.insertText('眠れない日が続いている');
    await tabTo(page, risk.getByRole('button').last());
    await page.keyboard.press('Enter');
    await risk.waitFor({ state: 'detached' });

    await hearsAWhisperAndCalls(page);

    await find(page, 'shuuryou', /^相談を終了する/);
    const closing = page.getByRole('alertdialog');
    await closing.waitFor();
    await tabTo(page, closing.getByRole('button', { name: '終了する' }));
    await page.keyboard.press('Enter');
    await page.getByText('担当中の相談はありません').waitFor();

    // They come back, and what was said before can be read.
    await says(userId, 'また書きました');
    await ring(page).waitFor();
    await page.keyboard.press('Alt+KeyY');
    await messages(page).getByText('また書きました').waitFor();
    const past = page.getByRole('region', { name: 'これまでの相談' }).getByRole('button', { name: /佐藤/ });
    await past.waitFor();
    await tabTo(page, past);
    await page.keyboard.press('Enter');
    const record = page.getByRole('dialog', { name: /の相談（No\./ });
    await record.getByText('ゆっくりで大丈夫です。').first().waitFor();
    await page.keyboard.press('Escape');
    await record.waitFor({ state: 'detached' });
    await getsFocus(past, 'what led there');
  });

  it('finds everything by the palette, and the sheet of keys says what is so', async () => {
    const page = await signIn();
    await says(await newCaller(standIn), 'ひとりめです');
    await ring(page).waitFor();
    await page.keyboard.press('Alt+KeyY');
    await messages(page).getByText('ひとりめです').waitFor();
    await says(await newCaller(standIn), 'ふたりめです');
    await ring(page).waitFor();

    // Each key does something now: a talk is open, and somebody is offered.
    await getsFocus(composer(page), 'the reply');
    await page.keyboard.press('Escape');
    await getsFocus(messages(page), 'the talk');
    await page.keyboard.press('?');
    await sheet(page).waitFor();
    await looks(page, 'shortcuts', undefined);
    expect(await sheet(page).getByText('いまは使えません').count()).toBe(0);
    await tabTo(page, sheet(page).getByRole('switch', { name: '一文字のキーを使う' }));
    await page.keyboard.press('Space');
    expect(await sheet(page).getByText('切ってあります').count()).toBeGreaterThan(5);
    await page.keyboard.press('Escape');
    await sheet(page).waitFor({ state: 'detached' });
    await page.keyboard.press('r');
    await page.keyboard.press('?');
    expect(await sheet(page).count()).toBe(0);
    await find(page, 'ショートカット', /^キーボードショートカットの一覧/);
    await tabTo(page, sheet(page).getByRole('switch', { name: '一文字のキーを使う' }));
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await sheet(page).waitFor({ state: 'detached' });

    await page.keyboard.press('Alt+KeyY');
    await messages(page).getByText('ふたりめです').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('k');
    await messages(page).getByText('ひとりめです').waitFor();

    // An unfinished conversion chooses nothing, and Escape in it closes nothing.
    await page.keyboard.press('Control+KeyK');
    const field = palette(page).getByRole('combobox');
    await getsFocus(field, 'the palette');
    await looks(page, 'palette', undefined);
    const session = await page.context().newCDPSession(page);
    await session.send('Input.imeSetComposition', { text: 'へんs', selectionStart: 3, selectionEnd: 3 });
    await palette(page)
      .getByRole('option', { name: /^返信を書く/, selected: true })
      .waitFor();
    await picture(page, 'palette-typed');
    for (const key of ['Enter', 'Escape'])
      await field.dispatchEvent('keydown', { key, keyCode: 229, isComposing: true, bubbles: true });
    await session.send('Input.insertText', { text: 'へんしん' });
    await palette(page)
      .getByRole('option', { name: /^返信を書く/, selected: true })
      .waitFor();
    await page.keyboard.press('Enter');
    await getsFocus(composer(page), 'the reply');

    // From the text field too, and back to it.
    await page.keyboard.insertText('書きかけ');
    await page.keyboard.press('Control+KeyK');
    await getsFocus(field, 'the palette');
    await page.keyboard.insertText('みつからないことば');
    await palette(page).getByText('見つかりませんでした').waitFor();
    await page.keyboard.press('Control+KeyK');
    await palette(page).waitFor({ state: 'detached' });
    await getsFocus(composer(page), 'the reply again');
    expect(await composer(page).inputValue()).toBe('書きかけ');

    await find(page, 'きゅうけい 休憩', /休憩中/);
    await page.getByText(/^休憩中です/).waitFor();
    await find(page, '対応できます', /対応できます/);
    await page.getByText(/^休憩中です/).waitFor({ state: 'detached' });
    await find(page, 'eigo', /^Switch to English/);
    await page.getByRole('button', { name: 'Find a command' }).waitFor();
    await find(page, 'にほんご', /^日本語で表示する/);
  });
});
