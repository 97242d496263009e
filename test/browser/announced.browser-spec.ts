import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Browser, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages } from '../support/console-page.js';
import { newCaller, write } from '../support/conversation.js';
import { configure } from '../support/line.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

/** Keeps what a screen reader would say: words that join a live region, or change in it. */
const keepAnnounced = `
  window.announced = [];
  document.addEventListener('DOMContentLoaded', () =>
    new MutationObserver((changes) => {
      const regions = new Set();
      for (const { target, addedNodes, type } of changes) {
        if (type === 'childList' && addedNodes.length === 0) continue;
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest('.visually-hidden [aria-live=polite], .visually-hidden[aria-live=polite]');
        if (region) regions.add(region);
      }
      for (const region of regions) if (region.textContent !== '') window.announced.push(region.textContent);
    }).observe(document.body, { subtree: true, childList: true, characterData: true }),
  );`;

describe('what a console says of a message, in a browser', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let sato: ConsoleClient;
  let userId: string;
  let ticketId: string;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    await configure(relay, SUICIDE_PREVENTION, { staffing: { minimum: 0 }, waiting: { pickFreely: true } });
    browser = await launchBrowser();
    pages = new ConsolePages(browser, relay.url);
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
  });
  beforeEach(async () => {
    userId = await newCaller(standIn);
    ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, 'はじめまして');
    expect((await sato.take(ticketId)).status).toBe(200);
  });
  afterEach(async () => {
    await pages.close();
    expect(pages.faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await relay.close();
    await standIn.close();
  });

  const announced = (page: Page) => page.evaluate<string[]>('window.announced');
  const says = (page: Page, times: number, words: RegExp) =>
    eventually(
      async () => {
        const all = (await announced(page)).filter((one) => words.test(one));
        return all.length === times || undefined;
      },
      `${String(words)} being said ${times} times`,
    );

  it('is said each time, also in the very same words', async () => {
    const page = await pages.signIn('sato', 'tomoshibi-demo-1');
    await page.addInitScript({ content: keepAnnounced });
    await page.goto(`${relay.url}/shift`);
    await page.getByRole('button', { name: 'メニュー' }).waitFor({ state: 'attached' });
    const alias = (await sato.talkRoom(ticketId)).ticket.alias;
    for (const [index, text] of ['聞いて', 'ください', 'おねがい'].entries()) {
      await write(standIn, relay, SUICIDE_PREVENTION, userId, text);
      await says(page, index + 1, new RegExp(`^${alias}`, 'u'));
    }
    const tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    for (const times of [1, 2]) {
      const body = { clientId: randomUUID(), text: 'ゆっくりで大丈夫です' };
      expect((await tanaka.request('POST', `/api/tickets/${ticketId}/whispers`, body)).status).toBe(201);
      await says(page, times, /SVからひとこと/);
    }
  });
});
