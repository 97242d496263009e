import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsolePages, picture, pictures } from '../support/console-page.js';
import { listenTo, strikes } from '../support/heard.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(90_000);

/**
 * Blocks sound before the first key, as browsers do. Chromium itself doesn't here: each look of the driver's counts as a
 * touch of the page.
 */
const blockSound = `
  let isTouched = false;
  window.addEventListener('keydown', () => (isTouched = true), { capture: true });
  window.AudioContext = class extends AudioContext {
    isAllowed = false;
    get state() {
      return this.isAllowed ? super.state : 'suspended';
    }
    async resume() {
      if (!isTouched) return;
      await super.resume();
      this.isAllowed = true;
      this.dispatchEvent(new Event('statechange'));
    }
  };`;

describe('what can be heard, in a browser', () => {
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
  afterEach(async () => {
    await pages.close();
    expect(pages.faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await relay.close();
    await standIn.close();
  });

  it('says that the browser blocks it until the page is touched, lets itself be tried, and keeps what a person chose', async () => {
    const page = await pages.signIn('sato', 'tomoshibi-demo-1', { width: 1280, height: 800 });
    await listenTo(page);
    await page.addInitScript({ content: blockSound });
    await page.reload();
    await page.getByText('音が止まっています').waitFor();
    await pictures(page, 'sound-blocked');
    await page.getByRole('button', { name: '音の設定' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('音が止まっています').waitFor({ state: 'detached' });

    const dialog = page.getByRole('dialog', { name: '音' });
    await picture(page, 'sound');
    await dialog.getByRole('button', { name: '試しに鳴らす：アラート' }).press('Enter');
    await eventually(async () => (await strikes(page)) === 8 || undefined, 'four notes of two partials each');
    await dialog.getByRole('slider', { name: '音量' }).press('ArrowDown');
    await dialog.getByText('50%').waitFor();
    await dialog.getByRole('switch', { name: '音を鳴らす' }).press('Space');
    await picture(page, 'sound-muted');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('button', { name: '音の設定（消音中）' }).click();
    await dialog.getByText('50%').waitFor();
    expect(await dialog.getByRole('switch', { name: '音を鳴らす' }).isChecked()).toBe(false);
  });

  it('fits a phone', async () => {
    const page = await pages.signIn('tanaka', 'tomoshibi-demo-3');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: '音の設定' }).click();
    await page.getByRole('dialog', { name: '音' }).waitFor();
    await picture(page, 'sound-phone');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });
});
