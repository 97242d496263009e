import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, picture, signOut } from '../support/console-page.js';
import { newCaller, write } from '../support/conversation.js';
import { provisionWith } from '../support/provision.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

const size = { width: 1280, height: 800 };
const note = '面接のことで不安が強いそうです。\n家族の話はしないと約束しました。';

describe('assignment, in real windows', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let folder: string;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    browser = await launchBrowser();
    folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-assignment-'));
  });
  afterAll(async () => {
    await browser.close();
    await standIn.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Nobody answers an offer by letting its time pass here: that is for tests with the clock in hand. */
  const begin = async (mode: 'take' | 'offer') => {
    const file = await provisionWith(folder, {
      [SUICIDE_PREVENTION]: { assignment: { mode, offerSeconds: 600 }, staffing: { minimum: 2 } },
    });
    relay = await startRelay({ standIn, at: EVENING, env: { PROVISION_FILE: file } });
    pages = new ConsolePages(browser, relay.url);
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  };
  afterEach(async () => {
    await pages.close();
    expect(pages.faults.splice(0)).toEqual([]);
    await relay.close();
  });

  const sato = () => pages.signIn('sato', 'tomoshibi-demo-1', size);
  const suzuki = () => pages.signIn('suzuki', 'tomoshibi-demo-2', size);
  const board = async () => {
    const page = await pages.signIn('tanaka', 'tomoshibi-demo-3', size);
    await page.getByRole('link', { name: '状況' }).click();
    return page;
  };
  const callerWrites = async (text: string) =>
    write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), text);
  const ring = (page: Page) => page.getByRole('region', { name: '担当のお願い' }).getByRole('article');
  const composer = (page: Page) => page.getByRole('textbox', { name: '返信を書く' });
  const talk = (page: Page) => page.getByRole('region', { name: 'トーク' });
  /** A ticket in the hands of one who is signed in. */
  const take = async (page: Page, text: string) => {
    const ticketId = await callerWrites(text);
    await page.getByRole('button', { name: /^担当する/ }).click();
    await page.getByText(text).first().waitFor();
    return ticketId;
  };
  /** Lets the answer to a request come only after the screen has changed by the events of what it did. */
  const answerAfter = (page: Page, address: string, isShown: () => Promise<unknown>) =>
    page.route(
      (url) => url.pathname.endsWith(address),
      async (route) => {
        const response = await route.fetch();
        await isShown();
        await route.fulfill({ response });
      },
      { times: 1 },
    );
  const ask = async (page: Page, who: string) => {
    await page.getByRole('button', { name: /^引き継ぐ/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(who, { exact: true }).click();
    await dialog.getByRole('textbox', { name: '引き継ぎメモ' }).fill(note);
    await dialog.getByRole('button', { name: '引き継ぎを頼む' }).click();
    await dialog.waitFor({ state: 'detached' });
  };

  describe('where callers are offered', () => {
    beforeEach(() => begin('offer'));

    it('an offer is answered by keyboard from within a reply, and goes to the other when declined', async () => {
      const one = await sato();
      const watching = await board();
      await callerWrites('眠れなくて…');
      await ring(one).waitFor();
      expect(await one.title()).toContain('担当のお願い');
      await watching.getByText('佐藤 さんへ').waitFor();
      await picture(one, 'offer');
      await picture(watching, 'board-offer');
      await one.keyboard.press('Alt+KeyY');
      await one.getByText('眠れなくて…').waitFor();
      await ring(one).waitFor({ state: 'detached' });

      // 鈴木 has nothing in hand, so the next is offered to them first.
      const other = await suzuki();
      await composer(one).fill('聞いています。書きかけの');
      await callerWrites('もうひとりです');
      await ring(other).waitFor();
      await ring(other)
        .getByRole('button', { name: /いまは難しい/ })
        .click();
      await ring(one).waitFor();
      // It took neither the keyboard nor a word from what is being written.
      await one.keyboard.type('返信');
      expect(await composer(one).inputValue()).toBe('聞いています。書きかけの返信');
      await picture(one, 'offer-while-writing');
      const before = one.url();
      await one.keyboard.press('Alt+KeyY');
      await one.getByText('もうひとりです').waitFor();
      expect(await composer(one).inputValue()).toBe('');
      expect(await ring(other).count()).toBe(0);
      await one.goto(before);
      await composer(one).waitFor();
      expect(await composer(one).inputValue()).toBe('聞いています。書きかけの返信');
    });

    it('says so when an offer ends without an answer', async () => {
      const one = await sato();
      const userId = await newCaller(standIn);
      await write(standIn, relay, SUICIDE_PREVENTION, userId, 'やっぱり');
      await ring(one).waitFor();
      await standIn.unfollow(SUICIDE_PREVENTION, userId);
      await ring(one).waitFor({ state: 'detached' });
      await one.getByText(/相談者が待ち列を離れました/).waitFor();
      await picture(one, 'offer-over');
      await one.getByRole('button', { name: 'お知らせを閉じる' }).click();
      expect(await one.getByText(/相談者が待ち列を離れました/).count()).toBe(0);
    });

    it('a break stops offers and stays in sight until it is over', async () => {
      const one = await sato();
      const other = await suzuki();
      await callerWrites('ひとりめ');
      await eventually(
        async () => (await ring(one).count()) + (await ring(other).count()) === 1 || undefined,
        'an offer',
      );
      const [busy, free] = (await ring(one).count()) === 1 ? [one, other] : [other, one];
      await busy.keyboard.press('Alt+KeyY');
      await busy.getByText('ひとりめ').waitFor();

      // The menu by keyboard alone: two down from the first.
      await free.getByRole('button', { name: /状態を変える$/ }).focus();
      await free.keyboard.press('Enter');
      await free.getByRole('menuitemradio', { name: '休憩中' }).waitFor();
      await free.keyboard.press('End');
      await picture(free, 'presence-menu');
      await free.keyboard.press('Enter');
      await free.getByText(/^休憩中です/).waitFor();
      await callerWrites('ふたりめ');
      await ring(busy).waitFor();
      expect(await ring(free).count()).toBe(0);
      await picture(free, 'on-break');
      await free.getByRole('button', { name: '対応に戻る' }).click();
      await free.getByText(/^休憩中です/).waitFor({ state: 'detached' });
      await callerWrites('さんにんめ');
      await ring(free).waitFor();
    });
  });

  describe('where counselors choose', () => {
    beforeEach(() => begin('take'));

    it('a handover that is declined comes back in sight, and a second one is accepted with its note', async () => {
      const one = await sato();
      const other = await suzuki();
      const watching = await board();
      await take(one, '明日がこわいです');
      await answerAfter(one, '/transfer', () => one.getByText('引き継ぎ待ち').waitFor());
      await ask(one, '鈴木');
      await one.getByText(/鈴木 さんに引き継ぎを頼んでいます/).waitFor();
      await other.getByText('家族の話はしないと約束しました').waitFor();
      await watching.getByText('佐藤 さん → 鈴木 さん').waitFor();
      await picture(one, 'transfer-pending');
      await picture(other, 'transfer-incoming');
      await picture(watching, 'board-transfer');

      await answerAfter(other, '/decline', () => one.getByText(/引き継げませんでした/).waitFor());
      await other.getByRole('button', { name: /^引き受けるのは難しい/ }).click();
      const saying = other.getByRole('dialog');
      await saying.getByRole('textbox', { name: /^理由/ }).fill('いま手がはなせません');
      await saying.getByRole('button', { name: '難しいと伝える' }).click();
      await one.getByText(/鈴木 さんは引き継げませんでした/).waitFor();
      await one
        .getByText(/いま手がはなせません/)
        .first()
        .waitFor();
      await other.getByText('引き継ぎの依頼').waitFor({ state: 'detached' });
      await picture(one, 'transfer-declined');
      await one.getByRole('button', { name: '確認しました' }).click();
      await one.getByText(/鈴木 さんは引き継げませんでした/).waitFor({ state: 'detached' });

      await askByKeyboard(one);
      await answerAfter(other, '/accept', () => one.getByText('担当中の相談はありません').waitFor());
      await other.getByRole('button', { name: /^引き受ける：/ }).click();
      await talk(other).getByText('明日がこわいです').waitFor();
      const panel = other.getByRole('complementary', { name: '相談者' });
      await panel.getByText('家族の話はしないと約束しました').first().waitFor();
      await panel.getByText('鈴木 さんが引き受けました').waitFor();
      await one.getByText('担当中の相談はありません').waitFor();
      await picture(other, 'transfer-accepted');
    });

    /** To 鈴木, without a mouse. */
    const askByKeyboard = async (page: Page) => {
      await page.getByRole('button', { name: /^引き継ぐ/ }).focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: /^鈴木/ }).waitFor();
      const isOn = async (role: 'radio' | 'textbox' | 'button', name: string | RegExp) => {
        for (let presses = 0; presses < 10; presses += 1) {
          await page.keyboard.press('Tab');
          if ((await dialog.getByRole(role, { name }).and(page.locator(':focus')).count()) === 1) return;
        }
        throw new Error(`the keyboard doesn’t reach ${String(name)}`);
      };
      await isOn('radio', /./);
      const wanted = dialog.getByRole('radio', { name: /^鈴木/ });
      await page.keyboard.press('Space');
      for (let presses = 0; presses < 10 && !(await wanted.isChecked()); presses += 1)
        await page.keyboard.press('ArrowDown');
      await isOn('textbox', '引き継ぎメモ');
      await page.keyboard.type('家族の話はしないと約束しました。');
      await isOn('button', '引き継ぎを頼む');
      await picture(page, 'transfer-dialog');
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
    };

    it('what a caller asks for is written down beside the talk', async () => {
      const one = await sato();
      await take(one, 'できれば英語で');
      await one.getByRole('button', { name: /^希望を変える/ }).click();
      const dialog = one.getByRole('dialog');
      await dialog.getByText('英語', { exact: true }).click();
      await dialog.getByText('看護師', { exact: true }).click();
      await picture(one, 'needs-dialog');
      await dialog.getByRole('button', { name: '書きとめる' }).click();
      await one.getByRole('region', { name: '希望' }).getByText('英語・看護師').waitFor();
      const [ticket] = (await supervisor.desk()).others;
      expect(ticket).toMatchObject({ language: 'en', profession: 'nurse' });
    });

    it('signing out is refused until each caller is with somebody, or in the line again', async () => {
      const one = await sato();
      const other = await suzuki();
      const [first, second] = [await take(one, 'ひとりめ'), await take(one, 'ふたりめ')];
      await signOut(one);
      const refusal = one.getByRole('dialog', { name: 'まだ担当中の相談があります' });
      await refusal.waitFor();
      await picture(one, 'sign-out-refused');

      await refusal
        .getByRole('button', { name: /^待ち列に戻す/ })
        .first()
        .click();
      const back = one.getByRole('dialog', { name: /を引き継ぐ$/ });
      await back.getByRole('textbox', { name: '引き継ぎメモ' }).fill('交代の時間のため');
      await back.getByRole('button', { name: '待ち列に戻す' }).click();
      await back.waitFor({ state: 'detached' });
      const handOver = refusal.getByRole('button', { name: /^引き継ぐ/ });
      await eventually(async () => (await handOver.count()) === 1 || undefined, 'one less in hand');
      await handOver.click();
      await back.getByText('鈴木', { exact: true }).click();
      await back.getByRole('textbox', { name: '引き継ぎメモ' }).fill('あとをお願いします');
      await back.getByRole('button', { name: '引き継ぎを頼む' }).click();
      await back.waitFor({ state: 'detached' });
      await refusal.getByText('鈴木 さんの返事を待っています').waitFor();
      await picture(one, 'sign-out-waiting');

      await other.getByRole('button', { name: /^引き受ける：/ }).click();
      await one.getByLabel('ログイン名').waitFor();
      const { waiting, others } = await supervisor.desk();
      expect([...waiting, ...others].map(({ id }) => id).toSorted()).toEqual([first, second].toSorted());
      expect(others.map(({ assignedTo }) => assignedTo?.displayName)).toEqual(['鈴木']);
    });
  });
});
