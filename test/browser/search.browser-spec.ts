import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { checked } from '../support/accessibility.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, looks } from '../support/console-page.js';
import { getsFocus, tabTo } from '../support/keyboard.js';
import { act, Caller } from '../support/line.js';
import { BOTH_OPEN, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

describe('searching, and the file of one consultation, by keyboard', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let counselor: ConsoleClient;
  let supervisor: ConsoleClient;
  let caller: Caller;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: BOTH_OPEN });
    browser = await launchBrowser();
    counselor = await ConsoleClient.signedIn(relay.url, 'sato');
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    caller = await Caller.new(standIn, relay, SUICIDE_PREVENTION);
    await caller.writes(
      'このごろ、ネムれない夜が続いています。学校のことを考えると、胸のあたりが重くなります',
    );
    await counselor.take(caller.ticketId);
    await counselor.reply(caller.ticketId, '眠れない夜が続くのは、つらいですね');
    for (let index = 1; index <= 12; index += 1) await caller.writes(`それから ${index}`);
    await act(counselor, caller.ticketId, 'notes', {
      clientId: randomUUID(),
      text: '眠れない日は保健室で休んでいるとのこと',
    });
    await (
      await Caller.new(standIn, relay, SUICIDE_PREVENTION)
    ).writes('友だちに、眠れないと言えませんでした');
    await addStaff(relay, {
      login: 'admin2',
      displayName: '事務局長',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    await relay.database.query(
      `DELETE FROM membership WHERE staff_id = (SELECT id FROM staff WHERE login = 'admin2')`,
    );
    await relay.database.query(`UPDATE staff SET administrator = true WHERE login = 'admin2'`);
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

  const write = async (page: Page, words: string): Promise<void> => {
    const field = page.getByRole('searchbox', { name: '探すことば' });
    await field.focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(words);
    await page.keyboard.press('Enter');
  };

  it('finds words from the palette on, and opens the talk where they were said', async () => {
    const page = await pages.signIn('tanaka', 'tomoshibi-demo-3');
    await page.getByRole('heading', { name: '待ち列' }).waitFor();
    await page.keyboard.press('ControlOrMeta+K');
    await getsFocus(page.getByRole('dialog').getByRole('combobox'), 'the palette');
    await page.keyboard.insertText('相談を検索');
    await page.getByRole('option', { name: /相談を検索/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await getsFocus(page.getByRole('searchbox', { name: '探すことば' }), 'the field for the words');
    await looks(page, 'search-begin', 'en');

    await page.getByLabel('公式アカウント', { exact: true }).selectOption(SUICIDE_PREVENTION);
    await write(page, 'ねむれない　ガッコウ');
    await page.getByText('見つかりませんでした').waitFor();
    await looks(page, 'search-none');
    await write(page, 'あ');
    await page.getByRole('alert').getByText('ことばは 2 文字以上で入れてください').waitFor();
    await looks(page, 'search-short');

    await write(page, 'れない');
    await page.getByRole('status').getByText('2 件の相談で見つかりました').waitFor();
    expect(await page.locator('mark').allTextContents()).toEqual(['れない', 'れない', 'れない', 'れない']);
    // What is looked for stands nowhere but on the screen.
    expect(page.url()).toBe(`${relay.url}/search`);
    expect((await checked(page, 'main')).violations).toEqual([]);
    await looks(page, 'search-found', 'en');

    const said = page.getByRole('button', { name: /このごろ、/ });
    await tabTo(page, said);
    await page.keyboard.press('Enter');
    const talk = page.getByRole('dialog');
    const found = talk.locator('[id^="message-"]', { hasText: 'このごろ、' });
    await getsFocus(found, 'the message that was found');
    const isInSight = async () => {
      const [place, frame] = await Promise.all([
        found.boundingBox(),
        talk.locator('[data-messages]').boundingBox(),
      ]);
      if (place === null || frame === null) return false;
      return place.y >= frame.y - 1 && place.y + place.height <= frame.y + frame.height + 1;
    };
    await eventually(async () => (await isInSight()) || undefined, 'the message being in sight');
    await looks(page, 'search-opened');
    expect(await isInSight()).toBe(true);
    await page.keyboard.press('Escape');
    await talk.waitFor({ state: 'detached' });
    await getsFocus(said, 'what was pressed');

    await page.getByLabel('公式アカウント', { exact: true }).selectOption(HUMAN_RIGHTS);
    await page.getByLabel('期間', { exact: true }).selectOption('other');
    await page.getByLabel('始まり').fill('2026-11-25');
    await write(page, '眠れない');
    await page.getByText('この期間に、読める相談はありません').waitFor();
    await looks(page, 'search-empty');
    await relay.database.query(
      `INSERT INTO ticket (id, account_id, number, caller_id, state, line_since, carried_over, opened_at, waiting_since,
         closed_at)
       SELECT gen_random_uuid(), $1, n, ticket.caller_id, 'closed', opened_at, false, opened_at, opened_at, opened_at
       FROM ticket, generate_series(1, 2001) AS n WHERE ticket.id = $2`,
      [HUMAN_RIGHTS, caller.ticketId],
    );
    await write(page, '眠れない');
    await page.getByRole('alert').getByText('期間を短くしてください').waitFor();
    await looks(page, 'search-too-broad');
  });

  it('gives the file of one consultation to another administrator than who let it go', async () => {
    const { number } = (await supervisor.talkRoom(caller.ticketId)).ticket;
    const admin = await ConsoleClient.signedIn(relay.url, 'admin');
    const other = new ConsoleClient(relay.url);
    await other.signIn('admin2', 'tomoshibi-demo-1');
    const { body } = await admin.request<{ disclosures: { id: string }[] }>('POST', '/api/disclosures', {
      accountId: SUICIDE_PREVENTION,
      ticketNumber: number,
      askerKind: 'police',
      asker: '中央警察署 生活安全課',
      basis: 'warrant',
      receivedAt: '2026-11-25T16:00:00+09:00',
      asked: '相談の内容',
    });
    const id = body.disclosures[0]?.id ?? '';
    for (const client of [other, admin])
      expect((await client.request('POST', `/api/disclosures/${id}/approve`, {})).status).toBe(200);

    const released = await pages.signIn('admin', 'tomoshibi-demo-4');
    await released.goto(`${relay.url}/audit/disclosures`);
    await released.getByText('ファイルは別の管理者が受け取ります').waitFor();
    await looks(released, 'disclosure-file-own');

    const page = await pages.signIn('admin2', 'tomoshibi-demo-1');
    await page.goto(`${relay.url}/audit/disclosures`);
    const take = page.getByRole('button', { name: '中央警察署 生活安全課 への対応：ファイルを受け取る' });
    await take.waitFor();
    await tabTo(page, take);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: '相談のファイルを受け取る' });
    await dialog.getByText('あと 3 回まで作れます').waitFor();
    await tabTo(page, dialog.getByRole('switch', { name: 'メモも入れる' }));
    await page.keyboard.press('Space');
    expect((await checked(page, '[role="dialog"]')).violations).toEqual([]);
    await looks(page, 'disclosure-file');
    await tabTo(page, dialog.getByRole('button', { name: 'ファイルを受け取る' }));
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toMatch(/^disclosure-[0-9a-f-]{36}\.zip$/);
    expect(await download.failure()).toBeNull();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(/事務局長 さんがファイルを受け取った.*メモを含む/).waitFor();
    await page.getByText(/^SHA-256 [0-9a-f]{64}$/).waitFor();
    await looks(page, 'disclosure-file-given', 'en');
  });
});
