import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Locator, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages } from '../support/console-page.js';
import { getsFocus } from '../support/keyboard.js';
import { Caller, configure } from '../support/line.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

describe('the keyboard, where a press takes its own button away, in a browser', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let sato: ConsoleClient;
  let tanaka: ConsoleClient;
  let ticketId: string;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    await configure(relay, SUICIDE_PREVENTION, {
      staffing: { minimum: 0 },
      undoSeconds: 30,
      waiting: { pickFreely: true },
    });
    browser = await launchBrowser();
    pages = new ConsolePages(browser, relay.url);
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  beforeEach(async () => {
    ({ ticketId } = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION));
    expect((await sato.take(ticketId)).status).toBe(200);
  });
  afterEach(async () => {
    await pages.close();
    // Where it can be ended: there is room for the next ones.
    await sato.close(ticketId);
    expect(pages.faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await relay.close();
    await standIn.close();
  });

  const counselorPage = async () => {
    const page = await pages.signIn('sato', 'tomoshibi-demo-1');
    await page.goto(`${relay.url}/?ticket=${ticketId}`);
    const field = page.getByRole('textbox', { name: '返信を書く' });
    await field.waitFor();
    return { page, field };
  };
  const send = async (field: Locator, words: string) => {
    await field.fill(words);
    await field.press('Enter');
  };
  const isNowhere = (page: Page) => page.evaluate<boolean>('document.activeElement === document.body');

  it('goes to the field after a reply was taken back, or sent at once', async () => {
    const { page, field } = await counselorPage();
    await send(field, '聞いています');
    await page.getByRole('button', { name: '取り消す' }).press('Enter');
    await getsFocus(field, 'the field with the words');
    expect(await field.inputValue()).toBe('聞いています');
    await send(field, 'ここにいます');
    await page.getByRole('button', { name: 'いま送る' }).press('Enter');
    await getsFocus(field, 'the field to write on in');
  });

  it('goes to the field after a reply was taken back from review', async () => {
    const rule = { kind: 'ticket', ticketId, reason: '研修の初日のため' };
    expect((await tanaka.request('POST', '/api/approval-rules', rule)).status).toBe(200);
    const { page, field } = await counselorPage();
    await send(field, 'よく眠れていますか');
    await page.getByRole('button', { name: 'いま確認に回す' }).press('Enter');
    await getsFocus(field, 'the field to write on in');
    await page.getByRole('button', { name: '取り消して直す' }).press('Enter');
    await getsFocus(field, 'the field with the words');
    await eventually(
      async () => (await field.inputValue()) === 'よく眠れていますか' || undefined,
      'the words',
    );
  });

  it('goes on to the next alarm, and after the last one back to where it came from', async () => {
    const page = await pages.signIn('tanaka', 'tomoshibi-demo-3');
    await page.goto(`${relay.url}/board`);
    const second = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    expect((await sato.take(second.ticketId)).status).toBe(200);
    for (const id of [ticketId, second.ticketId]) {
      const begun = await sato.request('POST', `/api/tickets/${id}/incidents`, { situation: null });
      expect(begun.status).toBeLessThan(300);
    }
    const alarms = page.getByRole('alert', { name: '相談のアラート' });
    const seen = alarms.getByRole('button', { name: /^確認した/ });
    await seen.nth(1).waitFor();
    await seen.first().press('Enter');
    await eventually(async () => (await seen.count()) === 1 || undefined, 'one alarm left');
    await getsFocus(seen.first(), 'the next alarm');
    await page.keyboard.press('Enter');
    await seen.first().waitFor({ state: 'detached' });
    await getsFocus(page.getByRole('main'), 'what stands below');
  });

  it('goes on to the next announcement, and after the last one back to the words', async () => {
    const { page, field } = await counselorPage();
    await field.focus();
    for (const text of ['鍵を替えました', '明日は点検です']) {
      const body = {
        clientId: randomUUID(),
        level: 'important',
        text,
        accountIds: [SUICIDE_PREVENTION],
        endsAt: null,
      };
      expect((await tanaka.request('POST', '/api/announcements', body)).status).toBeLessThan(300);
    }
    const read = page.getByRole('button', { name: /^読みました：/ });
    await read.nth(1).waitFor();
    await read.first().press('Enter');
    await eventually(async () => (await read.count()) === 1 || undefined, 'one announcement left');
    await getsFocus(read.first(), 'the next announcement');
    await page.keyboard.press('Enter');
    await read.first().waitFor({ state: 'detached' });
    await getsFocus(field, 'the field that the person left');
    expect(await isNowhere(page)).toBe(false);
  });
});
