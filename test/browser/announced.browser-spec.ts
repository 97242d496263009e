import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Browser, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages } from '../support/console-page.js';
import { newCaller, write } from '../support/conversation.js';
import { listenTo, strikes } from '../support/heard.js';
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

/** A tab that nobody looks at, with what its notices show. */
const lookedAway = `
  document.hasFocus = () => false;
  window.shownNotices = [];
  window.Notification = class extends EventTarget {
    static permission = 'granted';
    constructor(title) {
      super();
      window.shownNotices.push(title);
    }
    close() {}
  };`;

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

  it('is told by no other tab of the browser where somebody has the talk before them', async () => {
    const hidden = await pages.signIn('sato', 'tomoshibi-demo-1');
    await listenTo(hidden);
    await hidden.addInitScript({ content: keepAnnounced });
    await hidden.addInitScript({ content: lookedAway });
    await hidden.goto(`${relay.url}/shift`);
    await hidden.getByRole('button', { name: 'メニュー' }).waitFor({ state: 'attached' });
    const page = await hidden.context().newPage();
    await page.goto(`${relay.url}/?ticket=${ticketId}`);
    await page.getByText('はじめまして').waitFor();
    const alias = (await sato.talkRoom(ticketId)).ticket.alias;
    await write(standIn, relay, SUICIDE_PREVENTION, userId, 'ここにいます');
    await page.getByText('ここにいます').waitFor();
    await says(hidden, 1, new RegExp(`^${alias}`, 'u'));

    // Of another talk the tab that rings tells, without a notice: the person has a console before them.
    const other = await newCaller(standIn);
    const otherId = await write(standIn, relay, SUICIDE_PREVENTION, other, 'べつの相談です');
    expect((await sato.take(otherId)).status).toBe(200);
    const otherAlias = (await sato.talkRoom(otherId)).ticket.alias;
    const before = await strikes(hidden);
    expect(before).toBe(0);
    await write(standIn, relay, SUICIDE_PREVENTION, other, '聞こえますか');
    await says(hidden, 1, new RegExp(`^${otherAlias}`, 'u'));
    await eventually(async () => (await strikes(hidden)) === 2 || undefined, 'one note of two partials');
    expect(await hidden.evaluate('window.shownNotices')).toEqual([]);

    // Nobody looks at either any more.
    await page.evaluate(`document.hasFocus = () => false; window.dispatchEvent(new Event('blur'));`);
    await write(standIn, relay, SUICIDE_PREVENTION, userId, 'まだいますか');
    await eventually(
      async () => ((await hidden.evaluate<string[]>('window.shownNotices')).length === 1 ? true : undefined),
      'a notice of a message',
    );
  });
});
