import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type DraftView } from '../../src/contract/draft.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, looks } from '../support/console-page.js';
import { newCaller, textsTo, ticketOfEvent, write } from '../support/conversation.js';
import { act } from '../support/line.js';
import { provisionWith } from '../support/provision.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

describe('words that have not reached LINE', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let sato: ConsoleClient;
  let folder: string;

  beforeAll(async () => {
    standIn = await startStandIn();
    folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-undo-'));
    const file = await provisionWith(folder, { [SUICIDE_PREVENTION]: { undoSeconds: 30 } });
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

  const field = (page: Page) => page.getByRole('textbox', { name: '返信を書く' });
  const talk = (page: Page) => page.getByRole('region', { name: 'メッセージ' });
  const begin = async () => {
    const userId = await newCaller(standIn);
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, '聞いてもらえますか');
    await sato.take(ticketId);
    return { userId, ticketId };
  };
  const open = async (ticketId: string) => {
    const page = await pages.signIn('sato', 'tomoshibi-demo-1');
    await page.goto(`${relay.url}/?ticket=${ticketId}`);
    await talk(page).getByText('聞いてもらえますか').waitFor();
    await field(page).waitFor();
    return page;
  };
  /** Words that the server has as a draft before they go. */
  const send = async (page: Page, words: string) => {
    await field(page).fill(words);
    await page.getByText('下書きを保存しました').waitFor();
    await field(page).press('Enter');
    await talk(page).getByText('まもなく送ります').first().waitFor();
  };
  const arrive = (userId: string, texts: readonly string[]) =>
    eventually(
      async () => {
        expect(await textsTo(standIn, SUICIDE_PREVENTION, userId)).toEqual(
          expect.arrayContaining([...texts]),
        );
        return true;
      },
      `${texts.join()} at LINE`,
      30_000,
    );
  const sentTo = async (userId: string) =>
    (await textsTo(standIn, SUICIDE_PREVENTION, userId)).filter((text) => text.startsWith('返信：'));
  const holds = (page: Page, words: string) =>
    eventually(
      async () => (await field(page).inputValue()) === words || undefined,
      `the field holding “${words}”`,
    );
  const draftOf = (ticketId: string) => `/api/tickets/${ticketId}/draft`;
  const drafts = () => relay.database.query('SELECT FROM draft');

  it('go once over a reload, and nothing comes back that LINE has', async () => {
    const { userId, ticketId } = await begin();
    const page = await open(ticketId);
    await send(page, '返信：ここにいます');
    await page.reload();
    await arrive(userId, ['返信：ここにいます']);
    await field(page).press('Escape');
    const row = talk(page).getByRole('article').filter({ hasText: '返信：ここにいます' });
    await row.getByText('LINE が受け付けました').waitFor();
    expect(await field(page).inputValue()).toBe('');
    expect(await talk(page).getByText('返信：ここにいます', { exact: true }).count()).toBe(1);
    expect(await sentTo(userId)).toEqual(['返信：ここにいます']);
    expect(await drafts()).toEqual([]);
  });

  it('leave no draft to whoever signs in next, and keep their order, when the page is left', async () => {
    const { userId, ticketId } = await begin();
    const page = await open(ticketId);
    await send(page, '返信：一通目');
    await field(page).fill('返信：二通目');
    await field(page).press('Enter');
    await talk(page).getByText('返信：二通目').waitFor();
    await page.goto('about:blank');
    await arrive(userId, ['返信：一通目', '返信：二通目']);
    expect(await sentTo(userId)).toEqual(['返信：一通目', '返信：二通目']);
    const next = await open(ticketId);
    await talk(next).getByText('返信：二通目').waitFor();
    expect(await field(next).inputValue()).toBe('');
    expect(await drafts()).toEqual([]);
  });

  it('stay where they were being written after a reply, when the page is left', async () => {
    const { userId, ticketId } = await begin();
    const page = await open(ticketId);
    await send(page, '返信：送ったもの');
    await field(page).fill('まだ書いている');
    await page.goto('about:blank');
    await arrive(userId, ['返信：送ったもの']);
    const next = await open(ticketId);
    await holds(next, 'まだ書いている');
    await field(next).fill('');
    await eventually(async () => (await drafts()).length === 0 || undefined, 'no draft being left');
  });
  it('go as they stand in the field when somebody was asked about them', async () => {
    const { userId, ticketId } = await begin();
    const page = await open(ticketId);
    const question = page.getByRole('group', { name: '個人の情報が入っていませんか？' });
    await field(page).fill('返信：わたしの番号は090-1234-5678です');
    await field(page).press('Enter');
    await question.waitFor();
    await field(page).fill('返信：番号はお伝えできません');
    await question.waitFor({ state: 'detached' });
    expect(await field(page).inputValue()).toBe('返信：番号はお伝えできません');

    await field(page).fill('返信：番号は090-8765-4321です');
    await field(page).press('Enter');
    await question.waitFor();
    // Another window puts it right meanwhile, and it comes here when nobody writes any more.
    const revision = await eventually(async () => {
      const { body } = await sato.request<DraftView>('GET', draftOf(ticketId));
      return body.draft?.text === '返信：番号は090-8765-4321です' ? (body.revision ?? undefined) : undefined;
    }, 'the draft on the server');
    const draft = { text: '返信：番号は言えません', quotes: null, tray: [], quickReplies: [], note: '' };
    expect((await sato.request('PUT', draftOf(ticketId), { draft, base: revision })).status).toBe(200);
    await holds(page, '返信：番号は言えません');
    await question.getByRole('button', { name: 'このまま送る' }).click();
    await talk(page).getByRole('button', { name: 'いま送る' }).click();
    await arrive(userId, ['返信：番号は言えません']);
    expect(await sentTo(userId)).toEqual(['返信：番号は言えません']);
  });

  it('don’t go while somebody looks for a canned text with them, until they say so', async () => {
    const { userId, ticketId } = await begin();
    const page = await open(ticketId);
    await field(page).fill('/ねむ');
    const status = page.getByRole('status').filter({ hasText: '見つかりません' });
    await status.waitFor();
    await field(page).press('Enter');
    await status.getByText('まだ送っていません').waitFor();
    await looks(page, 'canned-missed', 'en');
    expect(await talk(page).getByText('まもなく送ります').count()).toBe(0);
    expect(await field(page).inputValue()).toBe('/ねむ');
    await field(page).press('Escape');
    await status.waitFor({ state: 'detached' });
    await field(page).press('Enter');
    await talk(page).getByRole('button', { name: 'いま送る' }).click();
    await arrive(userId, ['/ねむ']);
  });
  it('are marked on their row, in the title and by voice, when they failed out of sight', async () => {
    const [away, refused] = [await begin(), await begin()];
    const page = await open(away.ticketId);
    const row = ({ ticketId }: { ticketId: string }) =>
      page.getByRole('region', { name: '相談の一覧' }).locator(`a[href*="${ticketId}"]`);
    const said = (words: string) => page.locator('[aria-live="polite"]').getByText(words).waitFor();
    // The refusal comes when another talk is open.
    let goOn = (): void => undefined;
    const isElsewhere = new Promise<void>((resolve) => (goOn = resolve));
    await page.route('**/replies', async (route) => {
      await isElsewhere;
      await route.continue();
    });
    await send(page, '返信：送られないもの');
    await talk(page).getByRole('button', { name: 'いま送る' }).click();
    const { webhookEventId } = await standIn.unfollow(SUICIDE_PREVENTION, away.userId);
    await ticketOfEvent(relay, SUICIDE_PREVENTION, webhookEventId);
    await row(refused).click();
    await row(refused).and(page.locator('[aria-current]')).waitFor();
    goOn();
    await row(away).getByText('未送信 1 通').waitFor();
    await said('への返信は、送られていません');
    await eventually(
      async () => (await page.title()).includes('届いていない返信 1') || undefined,
      'the title',
    );

    await standIn.addFault({
      endpoint: 'push',
      userId: refused.userId,
      kind: 'status',
      status: 400,
      times: 1,
    });
    await send(page, '返信：LINE が断るもの');
    await talk(page).getByRole('button', { name: 'いま送る' }).click();
    await row(refused).getByText('届いていない 1 通').waitFor();
    await said('への返信が届いていません');
    await eventually(
      async () => (await page.title()).includes('届いていない返信 2') || undefined,
      'the title',
    );
    await looks(page, 'undelivered-rows', 'en');
  });

  it('are there to be copied or let go when somebody took the caller over before they left', async () => {
    const { userId, ticketId } = await begin();
    const page = await open(ticketId);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await send(page, '返信：送る前だったもの');
    const tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    expect((await act(tanaka, ticketId, 'take-over', { reason: '代わります' })).status).toBe(200);
    const left = page.getByRole('region', { name: '送られていない返信' });
    await left.getByText('送る前だった返信が 1 件あります。送られていません。').waitFor();
    await left.getByText('返信：送る前だったもの').waitFor();
    await looks(page, 'left-stand-in', 'en');
    // The same on the desk, where no talk is open.
    await page.getByRole('link', { name: 'デスクへ' }).click();
    await left.getByText('さんへ').waitFor();
    await looks(page, 'left-on-desk', 'en');
    await left.getByRole('button', { name: 'コピー' }).click();
    await left.getByText('コピーしました').waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe('返信：送る前だったもの');
    await left.getByRole('button', { name: '捨てる' }).click();
    await left.waitFor({ state: 'detached' });
    expect(await sentTo(userId)).toEqual([]);
    await act(tanaka, ticketId, 'close', { categoryId: null });
  });

  it('come back from a supervisor’s list also when the answer is lost, once', async () => {
    const { ticketId } = await begin();
    const tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    const rule = { kind: 'ticket', ticketId, reason: '研修の初日のため' };
    expect((await tanaka.request('POST', '/api/approval-rules', rule)).status).toBe(200);
    const page = await open(ticketId);
    await field(page).fill('返信：見てもらうもの');
    await field(page).press('Enter');
    await talk(page).getByRole('button', { name: 'いま確認に回す' }).click();
    let losses = 1;
    await page.route('**/withdraw', async (route) => {
      const answer = await route.fetch();
      if (losses === 0) return route.fulfill({ response: answer });
      losses -= 1;
      return route.abort();
    });
    await talk(page).getByRole('button', { name: '取り消して直す' }).click();
    await holds(page, '返信：見てもらうもの');
    expect(losses).toBe(0);
    await talk(page).getByRole('button', { name: '取り消して直す' }).waitFor({ state: 'detached' });
  });
});
