import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type Move, type MovesView } from '../../src/contract/supervision.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, looks, picture } from '../support/console-page.js';
import { newCaller, textsTo, write } from '../support/conversation.js';
import { getsFocus, tabTo } from '../support/keyboard.js';
import { act, Caller, configure } from '../support/line.js';
import { provisionWith } from '../support/provision.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(180_000);

const size = { width: 1280, height: 800 };

describe('a supervisor’s part of the day, by keyboard alone', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let folder: string;

  beforeAll(async () => {
    standIn = await startStandIn();
    browser = await launchBrowser();
    folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-supervision-'));
    const file = await provisionWith(folder, { [SUICIDE_PREVENTION]: { undoSeconds: 0 } });
    relay = await startRelay({ standIn, at: EVENING, env: { PROVISION_FILE: file } });
    pages = new ConsolePages(browser, relay.url);
  });
  afterAll(async () => {
    await pages.close();
    await browser.close();
    await relay.close();
    await standIn.close();
    await rm(folder, { recursive: true, force: true });
  });

  const press = async (page: Page, role: 'button' | 'link', name: string | RegExp) => {
    const wanted = page.getByRole(role, { name }).first();
    await wanted.waitFor();
    await tabTo(page, wanted);
    await page.keyboard.press('Enter');
  };
  const field = async (page: Page, name: string | RegExp) => {
    const wanted = page.getByRole('textbox', { name });
    await wanted.waitFor();
    await tabTo(page, wanted);
    return wanted;
  };
  /** Fills in the one field of a dialog, which has the keyboard already, and confirms it. */
  const answer = async (page: Page, words: string, confirm: string) => {
    const dialog = page.getByRole('dialog');
    await getsFocus(dialog.getByRole('textbox'), 'the field of the dialog');
    await page.keyboard.type(words);
    const button = dialog.getByRole('button', { name: confirm });
    await tabTo(page, button);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
  };

  it('watches in silence, whispers, approves with other words, takes over and gives back', async () => {
    const userId = await newCaller(standIn);
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, '眠れない夜が続いています');
    const client = await ConsoleClient.signedIn(relay.url, 'sato');
    expect((await client.take(ticketId)).status).toBe(200);
    const sato = await pages.signIn('sato', 'tomoshibi-demo-1', size);
    const tanaka = await pages.signIn('tanaka', 'tomoshibi-demo-3', size);
    const row = sato.getByRole('link', { name: /未表示 1 通/ });
    await row.waitFor();

    // Watch, in silence: nothing is marked as read, and the counselor sees nobody.
    await press(tanaka, 'link', '状況');
    await press(tanaka, 'link', /^開く（閲覧のみ）/);
    await tanaka.getByText('眠れない夜が続いています').waitFor();
    await tanaka.getByRole('textbox', { name: /佐藤 さんへのひとこと/ }).waitFor();
    await looks(tanaka, 'silent-view', 'en');
    expect(await row.count()).toBe(1);
    await tabTo(sato, row);
    await sato.keyboard.press('Enter');
    await sato.getByText('眠れない夜が続いています').waitFor();
    expect(await sato.getByText(/さんが見ています/).count()).toBe(0);

    // Whisper.
    await field(tanaka, /佐藤 さんへのひとこと/);
    await tanaka.keyboard.type('ゆっくりで大丈夫です。まず眠れているかを聞いてみてください');
    await tanaka.keyboard.press('Enter');
    await sato.getByText('ゆっくりで大丈夫です。まず眠れているかを聞いてみてください').waitFor();
    await sato.getByText('田中 さんが見ています').waitFor();
    await sato.getByText('田中 さん（SV）からのひとこと').waitFor();
    await looks(sato, 'whisper', 'en');
    await tabTo(sato, sato.getByRole('radio', { name: '返信' }));
    await sato.keyboard.press('ArrowRight');
    await sato.keyboard.press('Enter');
    await field(sato, 'SVへのひとこと（相談者には見えません）');
    await sato.keyboard.type('ありがとうございます。聞いてみます');
    await tanaka.getByText('佐藤 さんが書いています…').waitFor();
    await sato.keyboard.press('Enter');
    await tanaka.getByText('ありがとうございます。聞いてみます').waitFor();

    // A call for a look, taken from the board.
    await press(sato, 'button', /^SVを呼ぶ/);
    await answer(sato, '急に黙ってしまわれました', '呼ぶ');
    await tanaka.getByText('急に黙ってしまわれました').first().waitFor();
    await tanaka.getByRole('heading', { name: '見てほしい' }).scrollIntoViewIfNeeded();
    await picture(tanaka, 'called');
    await looks(tanaka, 'called-talk', 'en');
    await press(tanaka, 'link', /^見に行く/);
    await sato.getByText('田中 さん（SV）が見ています。').waitFor();
    await picture(sato, 'called-counselor');
    await press(sato, 'button', 'もう大丈夫です');

    // Approve before sending, with other words.
    await press(tanaka, 'button', /^そのほかの操作：/);
    const entry = tanaka.getByRole('menuitem', { name: '返信を送る前に確認する' });
    await entry.waitFor();
    for (let step = 0; step < 10 && !(await isFocused(tanaka, '返信を送る前に確認する')); step += 1)
      await tanaka.keyboard.press('ArrowDown');
    await tanaka.keyboard.press('Enter');
    await answer(tanaka, '研修の初日のため', '確認を始める');
    await sato.getByText('返信は、送る前にSVが確認します。').waitFor();
    await tabTo(sato, sato.getByRole('radio', { name: 'SVへ' }), 'Shift+Tab');
    await sato.keyboard.press('ArrowLeft');
    await sato.keyboard.press('Enter');
    await field(sato, '返信を書く');
    await sato.keyboard.type('よく眠れていますか');
    await sato.keyboard.press('Enter');
    await sato.getByText('SVの確認を待っています。相談者にはまだ届いていません').waitFor();
    await looks(sato, 'held');
    const words = await field(tanaka, '返信の文');
    await looks(tanaka, 'review', 'en');
    await words.press('End');
    await tanaka.keyboard.type('。夜はどんなふうに過ごしていますか');
    expect(await textsTo(standIn, SUICIDE_PREVENTION, userId)).not.toContain('よく眠れていますか');
    await tanaka.getByRole('heading', { name: '返信の確認待ち' }).scrollIntoViewIfNeeded();
    await picture(tanaka, 'queue');
    await press(tanaka, 'button', '直して送る');
    await eventually(async () => {
      const texts = await textsTo(standIn, SUICIDE_PREVENTION, userId);
      return texts.includes('よく眠れていますか。夜はどんなふうに過ごしていますか') || undefined;
    }, 'the caller reading the changed words');
    await sato.getByText('田中 さんが直して確認').waitFor();
    await looks(sato, 'approved');

    // Take over, answer, give back with a summary.
    await press(tanaka, 'button', /^代わる：/);
    await answer(tanaka, '危険が高いので、いったん代わります', '代わりに担当する');
    await sato.getByText('危険が高いので、いったん代わります').waitFor();
    await sato.getByText('SVが代わりに対応中').waitFor();
    // What they had of the talk is not theirs to read for now.
    await sato.getByText(/いまは 田中 さん（SV）が/).waitFor();
    expect(await sato.getByText('眠れない夜が続いています').count()).toBe(0);
    // Who said it to whom stays so, whoever looks after it now.
    await tanaka.getByText('佐藤 さんからSVへ').waitFor();
    await tanaka.getByText('田中 さん（SV）からのひとこと').waitFor();
    await looks(sato, 'taken-over', 'en');
    await field(tanaka, '返信を書く');
    await tanaka.keyboard.type('田中です。いま、おひとりですか');
    await tanaka.keyboard.press('Enter');
    await tanaka.getByText('田中です。いま、おひとりですか').first().waitFor();
    await looks(tanaka, 'standing-in', 'en');
    await press(tanaka, 'button', '佐藤 さんに返す');
    await answer(tanaka, '落ち着かれました。明日また書くと約束しています。', 'まとめを添えて返す');
    await sato.getByText('落ち着かれました。明日また書くと約束しています。').first().waitFor();
    await sato.getByRole('textbox', { name: '返信を書く' }).waitFor();
    // What was said meanwhile is there, though nothing of it was heard then.
    await sato.getByText('田中です。いま、おひとりですか').first().waitFor();
    await looks(sato, 'given-back');
    await press(sato, 'button', /^読みました：.*/);
    await sato.getByText(/さん（SV）から「.*」が戻りました/).waitFor({ state: 'detached' });
    expect(pages.faults).toEqual([]);
  });

  it('says in the seconds of undo where a reply goes, and keeps what was moved in bounds', async () => {
    const [counselor, supervisor] = [
      await ConsoleClient.signedIn(relay.url, 'sato'),
      await ConsoleClient.signedIn(relay.url, 'tanaka'),
    ];
    for (const { id } of await unread(counselor))
      await counselor.request('POST', `/api/moves/${id}/seen`, {});
    await configure(relay, SUICIDE_PREVENTION, {
      staffing: { minimum: 0 },
      undoSeconds: 30,
      waiting: { pickFreely: true },
    });
    const { ticketId } = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    expect((await counselor.take(ticketId)).status).toBe(200);
    const rule = { kind: 'ticket', ticketId, reason: '研修の初日のため' };
    expect((await supervisor.request('POST', '/api/approval-rules', rule)).status).toBe(200);
    const sato = await pages.signIn('sato', 'tomoshibi-demo-1', size);
    await sato.goto(`${relay.url}/?ticket=${ticketId}`);
    await field(sato, '返信を書く');
    await sato.keyboard.type('ゆっくりで大丈夫です');
    await sato.keyboard.press('Enter');
    const said = sato.getByRole('status').filter({ hasText: 'まもなく、SVの確認に回します' });
    await said.waitFor();
    expect(await sato.getByText('まもなく送ります').count()).toBe(0);
    await looks(sato, 'about-to-be-held', 'en');
    await press(sato, 'button', 'いま確認に回す');
    await sato.getByText('SVの確認を待っています。相談者にはまだ届いていません').waitFor();

    // Five at once leave the lists where they are.
    for (let count = 0; count < 5; count += 1) {
      const caller = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
      expect((await counselor.take(caller.ticketId)).status).toBe(200);
      const moved = await act(supervisor, caller.ticketId, 'supervise/return', {
        reason: `${count + 1} 件目：いったん列に戻して、担当を組みなおします。落ち着いて続けてください`,
      });
      expect(moved.status).toBe(200);
    }
    const notices = sato.getByRole('status', { name: 'SVからの知らせ' });
    const rest = notices.getByRole('button', { name: 'ほかに 4 件' });
    await rest.waitFor();
    expect(await notices.getByText(/件目：/).allTextContents()).toEqual([expect.stringContaining('5 件目')]);
    await looks(sato, 'five-moves', 'en');
    const lists = await sato.getByRole('heading', { name: '担当中' }).boundingBox();
    expect(lists?.y).toBeLessThan(400);
    await press(sato, 'button', 'ほかに 4 件');
    await notices.getByText(/1 件目：/).waitFor();
    await picture(sato, 'five-moves-open');
    await notices.getByRole('button', { name: 'たたむ' }).waitFor();
    // Each is read by keyboard, without going there again.
    await tabTo(sato, notices.getByRole('button', { name: /^読みました/ }).first());
    for (const left of [4, 3, 2, 1, 0]) {
      await sato.keyboard.press('Enter');
      await eventually(
        async () => (await unread(counselor)).length === left || undefined,
        `${left} left to read`,
      );
      // The one that was read must have gone from the screen: it has the keyboard until then.
      await eventually(
        async () => (await notices.getByText(/件目：/).count()) === left || undefined,
        `${left} on the screen`,
      );
      if (left > 0)
        await getsFocus(
          notices.getByRole('button', { name: /^読みました/ }).first(),
          `the next of ${left} notices`,
        );
    }
    expect(await notices.getByText(/件目：/).count()).toBe(0);
    expect(pages.faults).toEqual([]);
  });
});

async function unread(console: ConsoleClient): Promise<readonly Move[]> {
  return (await console.request<MovesView>('GET', '/api/moves')).body.moves;
}

async function isFocused(page: Page, words: string): Promise<boolean> {
  return ((await page.locator(':focus').textContent()) ?? '').includes(words);
}
