import { type Page } from 'playwright-core';

/** Counts in a page what is really struck, since nobody listens. */
const countStrikes = `
  globalThis.strikes = 0;
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (when) {
    globalThis.strikes += 1;
    start.call(this, when);
  };`;

/** From its next load on. */
export async function listenTo(page: Page): Promise<void> {
  await page.addInitScript({ content: countStrikes });
}

/** How many oscillators have begun since the page was loaded: two for each note. */
export function strikes(page: Page): Promise<number> {
  return page.evaluate('globalThis.strikes');
}
