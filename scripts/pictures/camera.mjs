import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../lib/tools.mjs';

/** @typedef {import('playwright-core').Page} Page */

const IMAGES = join(ROOT, 'docs/images');
const LARGEST_BYTES = 250_000;

/** @param {Page} page @param {string} name */
export async function photograph(page, name) {
  await page.evaluate('document.fonts.ready');
  await page.mouse.move(0, 0);
  await sleep(400);
  const session = await page.context().newCDPSession(page);
  // Half as large as a PNG, and nobody sees which it is.
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 88 });
  await session.detach();
  const picture = Buffer.from(data, 'base64');
  mkdirSync(IMAGES, { recursive: true });
  writeFileSync(join(IMAGES, `${name}.webp`), picture);
  console.log(`pictures: docs/images/${name}.webp (${Math.round(picture.length / 1000)} kB)`);
  if (picture.length > LARGEST_BYTES)
    throw new Error(`${name}.webp is larger than ${LARGEST_BYTES / 1000} kB`);
}

/** The same in the dark. @param {Page} page @param {string} name */
export async function photographInTheDark(page, name) {
  await page.emulateMedia({ colorScheme: 'dark' });
  await photograph(page, name);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** A desk and a phone on one sheet. @param {Page} sheet */
export async function photographTogether(sheet) {
  const source = (/** @type {string} */ name) =>
    `data:image/webp;base64,${readFileSync(join(IMAGES, `${name}.webp`), 'base64')}`;
  await sheet.setContent(`<style>
      body { margin: 0; height: 100vh; display: flex; gap: 24px; align-items: center; justify-content: center; background: #e4ddd1 }
      img { display: block; border-radius: 10px; box-shadow: 0 2px 14px #3a2f2440 }
    </style><img src="${source('desk')}" width="934"><img src="${source('phone')}" width="284">`);
  await photograph(sheet, 'desk-and-phone');
}
