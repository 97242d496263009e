import { type Locator, type Page } from 'playwright-core';
import { eventually } from './wait.js';

/** So many stops at most lie between two places of a screen; an editor's many rows have more. */
const MOST = 80;

export async function hasFocus(wanted: Locator): Promise<boolean> {
  return (await wanted.and(wanted.page().locator(':focus')).count()) === 1;
}

export async function getsFocus(wanted: Locator, what: string): Promise<void> {
  await eventually(async () => (await hasFocus(wanted)) || undefined, `${what} having the keyboard`);
}

/** Goes there as somebody without a mouse does. */
export async function tabTo(
  page: Page,
  wanted: Locator,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
  most = MOST,
): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    if (await hasFocus(wanted)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the keyboard doesn’t reach ${wanted.toString()}`);
}
