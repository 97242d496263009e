import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type Browser } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsolePages, picture } from '../support/console-page.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { newUserId, postWebhook, textEvent } from '../support/webhook.js';

jest.setTimeout(120_000);

let standIn: StandIn;
let relay: Relay;
let browser: Browser;
let pages: ConsolePages;

beforeAll(async () => {
  standIn = await startStandIn();
  relay = await startRelay({ standIn, at: EVENING });
  browser = await launchBrowser();
  pages = new ConsolePages(browser, relay.url);
});
afterAll(async () => {
  await pages.close();
  await browser.close();
  await relay.close();
  await standIn.close();
});

it('says how long what could not be read stays, and when each is gone', async () => {
  const body = { destination: `U${'c'.repeat(32)}`, events: [textEvent(newUserId(), '届かないことば')] };
  expect(await postWebhook(relay.url, SUICIDE_PREVENTION, JSON.stringify(body))).toBe(200);
  const page = await pages.signIn('admin', 'tomoshibi-demo-4');
  await page.getByRole('link', { name: '管理', exact: true }).click();
  const list = page.getByRole('region', { name: '読み取れなかった受信' });
  await list.getByText('届いてから30日後に消えます').waitFor();
  const row = list.getByRole('listitem').filter({ hasText: '消える日' });
  await row.getByText('12月25日(金)').waitFor();
  expect(await page.getByText('届かないことば').count()).toBe(0);
  await list.scrollIntoViewIfNeeded();
  await picture(page, 'set-aside');
  expect(pages.faults).toEqual([]);
});
