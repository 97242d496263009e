import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, picture } from '../support/console-page.js';
import { newCaller, write } from '../support/conversation.js';
import { fillTalk, minutesBefore } from '../support/long-talk.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import {
  distanceToEnd,
  drawn,
  firstOf,
  isNearSight,
  middleOf,
  scrollTopOf,
  scrollUp,
  slowFrames,
  topOf,
} from '../support/scrolling.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

const COUNT = 3000;
const HOUR = 3_600_000;

describe('a talk of thousands of messages, in a browser', () => {
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
    browser = await launchBrowser();
    pages = new ConsolePages(browser, relay.url);
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    userId = await newCaller(standIn);
    ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, 'いまここにいます');
    const said = minutesBefore(new Date(EVENING.getTime() - HOUR), COUNT).map((one, index) => ({
      ...one,
      // Rows of every height, so that what was guessed of them is wrong.
      text: `${one.text} ${'眠れない夜のことです。'.repeat(index % 9)}`,
    }));
    await fillTalk(relay, ticketId, said);
    await sato.take(ticketId);
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

  const open = async () => {
    const page = await pages.signIn('sato', 'tomoshibi-demo-1');
    await page.goto(`${relay.url}/?ticket=${ticketId}`);
    const talk = page.getByRole('region', { name: 'メッセージ' });
    await talk.getByText('いまここにいます').waitFor();
    return { page, talk };
  };
  it('opens at its end with the newest only, and reads back without a jump', async () => {
    const { page, talk } = await open();
    expect(await distanceToEnd(talk)).toBeLessThan(3);
    expect(await talk.getByRole('article').count()).toBeLessThan(160);
    await picture(page, 'long-end');

    const jumps: number[] = [];
    for (let step = 0; step < 120; step += 1) {
      const before = await middleOf(talk);
      const scrollTop = await scrollTopOf(talk);
      const way = Math.min(500, scrollTop);
      await scrollUp(talk, way);
      await drawn(page);
      const top = await topOf(page, before.id);
      if (!Number.isNaN(top)) jumps.push(Math.abs(top - before.top - way));
      if ((await scrollTopOf(talk)) < 500) {
        // At the start of what is loaded: one page more comes, and nothing moves.
        const here = await middleOf(talk);
        await eventually(async () => (await scrollTopOf(talk)) > 1000 || undefined, 'what was said before');
        await drawn(page);
        jumps.push(Math.abs((await topOf(page, here.id)) - here.top));
      }
    }
    expect(jumps.length).toBeGreaterThan(100);
    expect(Math.max(...jumps)).toBeLessThanOrEqual(2);
    expect(await talk.getByRole('article').count()).toBeLessThan(160);
    await picture(page, 'long-middle');
  });

  it('is read back by keyboard alone, beyond what was loaded', async () => {
    const { page, talk } = await open();
    await talk.focus();
    const isLoaded = async (text: string) => (await talk.getByText(text).count()) > 0;
    expect(await isLoaded('第2860 ')).toBe(false);
    await eventually(
      async () => {
        await page.keyboard.press('PageUp');
        return (await isLoaded('第2860 ')) || undefined;
      },
      'what was said 140 messages ago',
      30_000,
    );
    await page.keyboard.press('End');
    await talk.getByText('いまここにいます').waitFor();
  });

  it('finds a day, and stays there when somebody writes, until one asks for the newest', async () => {
    const { page, talk } = await open();
    await page.getByRole('button', { name: /日付で探す/ }).press('Enter');
    const days = page.getByRole('menu');
    await days.getByRole('menuitem').nth(1).waitFor();
    await picture(page, 'long-days');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await talk.locator('[id^=message-]:focus', { hasText: '第1 ' }).waitFor();
    await drawn(page);
    await picture(page, 'long-start');
    const here = await middleOf(talk);
    await write(standIn, relay, SUICIDE_PREVENTION, userId, 'まだ起きています');
    const newer = page.getByRole('button', { name: '新しいメッセージ' });
    await newer.waitFor();
    expect(Math.abs((await topOf(page, here.id)) - here.top)).toBeLessThanOrEqual(2);
    await picture(page, 'long-new');
    await newer.press('Enter');
    await talk.getByText('まだ起きています').waitFor();
    await newer.waitFor({ state: 'detached' });
    await write(standIn, relay, SUICIDE_PREVENTION, userId, '下にいれば見えます');
    await talk.getByText('下にいれば見えます').waitFor();
  });

  it('leads to a day on a slow machine, too, where more comes above it before it has settled', async () => {
    const { page, talk } = await open();
    await page.getByRole('button', { name: /日付で探す/ }).press('Enter');
    const day = page.getByRole('menu').getByRole('menuitem').nth(1);
    await day.waitFor();
    await day.press('Enter');
    await day.waitFor({ state: 'detached' });
    await slowFrames(page, 300);
    const here = talk.getByRole('article').filter({ has: page.locator('[id^=message-]:focus') });
    const place = async () => Number(await here.getAttribute('aria-posinset'));
    await eventually(async () => (await place()) > 100 || undefined, 'what was said before', 60_000);
    const { id } = await here
      .locator('[id^=message-]')
      .evaluate((message: { id: string }) => ({ id: message.id }));
    // As long as it takes to settle.
    for (let frame = 0; frame < 8; frame += 1) await drawn(page);
    expect(await isNearSight(page, talk, id)).toBe(true);
  });

  it('keeps its place when the window becomes narrower and wider again', async () => {
    const { page, talk } = await open();
    await page.getByRole('button', { name: /日付で探す/ }).press('Enter');
    await page.getByRole('menu').getByRole('menuitem').nth(1).press('Enter');
    await talk.locator('[id^=message-]:focus').waitFor();
    await drawn(page);
    const { id } = await middleOf(talk);
    for (const width of [760, 390, 1600, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await drawn(page);
      await eventually(
        async () => (await isNearSight(page, talk, id)) || undefined,
        `the same words at ${width} px`,
      );
    }
    // And whoever was at the end stays there.
    await page.getByRole('button', { name: 'いちばん新しいメッセージへ' }).press('Enter');
    await talk.getByText('いまここにいます').waitFor();
    await page.setViewportSize({ width: 500, height: 800 });
    await eventually(async () => (await distanceToEnd(talk)) < 3 || undefined, 'the end at 500 px');
  });

  it('keeps the words under the eyes where the talk becomes narrower while somebody goes up', async () => {
    const { page, talk } = await open();
    for (let step = 0; step < 4; step += 1) {
      await scrollUp(talk, 500);
      await drawn(page);
    }
    const first = await firstOf(talk);
    await scrollUp(talk, 10, 200);
    await drawn(page);
    expect(Math.abs((await topOf(page, first.id)) - first.top - 10)).toBeLessThanOrEqual(2);
  });

  it('points at what came late, and leads there', async () => {
    const { page, talk } = await open();
    const at = new Date(EVENING.getTime() - 30 * HOUR + 15_000);
    await fillTalk(relay, ticketId, [{ text: 'きのうの夜に書いたこと', at, receivedAt: EVENING }]);
    const late = page.getByRole('button', { name: '遅れて届いたメッセージがあります' });
    await late.waitFor();
    await picture(page, 'long-late');
    await late.click();
    await talk.getByText('きのうの夜に書いたこと').waitFor();
    await late.waitFor({ state: 'detached' });
  });
});
