import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages } from '../support/console-page.js';
import { newCaller, write } from '../support/conversation.js';
import { configure } from '../support/line.js';
import { fillTalk, minutesBefore } from '../support/long-talk.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { distanceToEnd, drawn, scrollTopOf, scrollUp } from '../support/scrolling.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

const COUNT = 60;

describe('whoever reads back in a talk that goes on, in a browser', () => {
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
      undoSeconds: 0,
      waiting: { pickFreely: true },
    });
    browser = await launchBrowser();
    pages = new ConsolePages(browser, relay.url);
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  beforeEach(async () => {
    ticketId = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), 'いまここにいます');
    await fillTalk(relay, ticketId, minutesBefore(new Date(EVENING.getTime() - 3_600_000), COUNT));
    expect((await sato.take(ticketId)).status).toBe(200);
  });
  afterEach(async () => {
    await pages.close();
    await sato.close(ticketId);
    expect(pages.faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await relay.close();
    await standIn.close();
  });

  /** The talk on somebody's screen, with its newest message there. */
  const open = async (login: string, password: string) => {
    const page = await pages.signIn(login, password);
    await page.goto(`${relay.url}/?ticket=${ticketId}`);
    const talk = page.getByRole('region', { name: 'メッセージ' });
    await talk.getByText('いまここにいます').waitFor();
    await eventually(async () => (await distanceToEnd(talk)) < 3 || undefined, 'the end of the talk');
    return { page, talk };
  };
  const readBack = async (page: Page, talk: ReturnType<Page['getByRole']>): Promise<number> => {
    await scrollUp(talk, 1200);
    await drawn(page);
    const top = await scrollTopOf(talk);
    expect(await distanceToEnd(talk)).toBeGreaterThan(1000);
    return top;
  };
  const whisper = async (text: string) => {
    const body = { clientId: randomUUID(), text };
    expect((await tanaka.request('POST', `/api/tickets/${ticketId}/whispers`, body)).status).toBe(201);
  };
  const unseen = async () => (await sato.talkRoom(ticketId)).ticket.supervision?.whispers.toCounselor;

  it('is told of a whisper, which counts as seen only once it is on the screen', async () => {
    const { page, talk } = await open('sato', 'tomoshibi-demo-1');
    await readBack(page, talk);
    const told: string[] = [];
    page.on('request', (request) => request.url().endsWith('/whispers/seen') && told.push(request.url()));
    await whisper('まず眠れているかを聞いてみてください');
    const newer = page.getByRole('button', { name: '新しいメッセージ' });
    await newer.waitFor();
    await page.getByText('SVから 1 件').first().waitFor();
    await drawn(page);
    expect(told).toEqual([]);
    expect(await unseen()).toBe(1);
    await newer.press('Enter');
    await talk.getByText('まず眠れているかを聞いてみてください').waitFor();
    await eventually(async () => (await unseen()) === 0 || undefined, 'the whisper being seen');
    await page.getByText('SVから 1 件').first().waitFor({ state: 'detached' });
    // Whoever is at the end has the next one before them at once.
    await whisper('ゆっくりで大丈夫です');
    await talk.getByText('ゆっくりで大丈夫です').waitFor();
    await eventually(async () => (await unseen()) === 0 || undefined, 'the next whisper being seen');
  });

  it('stays there, whatever waits for a supervisor', async () => {
    const rule = { kind: 'ticket', ticketId, reason: '研修の初日のため' };
    expect((await tanaka.request('POST', '/api/approval-rules', rule)).status).toBe(200);
    const theirs = await open('tanaka', 'tomoshibi-demo-3');
    const place = await readBack(theirs.page, theirs.talk);
    const { page, talk } = await open('sato', 'tomoshibi-demo-1');
    const field = page.getByRole('textbox', { name: '返信を書く' });
    await field.fill('よく眠れていますか');
    await field.press('Enter');
    await talk.getByText('SVの確認を待っています。相談者にはまだ届いていません').waitFor();
    // One's own reply leads to the end.
    expect(await distanceToEnd(talk)).toBeLessThan(48);
    await theirs.page.getByRole('textbox', { name: '返信の文' }).waitFor();
    await theirs.talk.getByText('よく眠れていますか').waitFor({ state: 'attached' });
    await drawn(theirs.page);
    expect(Math.abs((await scrollTopOf(theirs.talk)) - place)).toBeLessThanOrEqual(2);

    // Nor is its author taken away when a reply of theirs leaves, and one still waits.
    await page.context().setOffline(true);
    await field.fill('夜はどうしていますか');
    await field.press('Enter');
    await talk.getByText('送信待ち').waitFor();
    const own = await readBack(page, talk);
    await page.context().setOffline(false);
    await talk.getByText('SVの確認を待っています。相談者にはまだ届いていません').nth(1).waitFor();
    await drawn(page);
    expect(Math.abs((await scrollTopOf(talk)) - own)).toBeLessThanOrEqual(2);
  });
});
