import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Page } from 'playwright-core';
import { floating } from '../support/accessibility.js';
import { AccessibleScene, paths } from '../support/accessible-scene.js';

jest.setTimeout(120_000);

/** Somebody who is signed in never sees these. */
const waysIn = ['signIn', 'join'];

async function isShown(page: Page): Promise<void> {
  await page.locator('main').first().waitFor();
  await page.locator('main :is(h1, h2), main').first().waitFor();
}

describe('for everybody who can’t see, point or hear: every screen', () => {
  let scene: AccessibleScene;
  beforeAll(async () => {
    scene = await AccessibleScene.begin();
  });
  afterAll(() => scene.close());

  /** What was opened already: the header's own stand on every screen. */
  const seen = new Set<string>();
  /** Opens everything on a screen that says it opens something; two of the same kind are one. */
  const openers = async (name: string) => {
    const { page } = scene;
    const found = page.locator('[aria-haspopup]:visible');
    for (let index = 0; index < (await found.count()); index += 1) {
      const opener = found.nth(index);
      const label = ((await opener.getAttribute('aria-label')) ?? (await opener.innerText())).replaceAll(
        /[^\p{L}]/gu,
        '',
      );
      const kind = label.slice(-4);
      if (seen.has(kind)) continue;
      seen.add(kind);
      await opener.press('Enter');
      const opened = page.locator(floating).first();
      await opened.waitFor();
      await scene.look(`${name} › ${label}`, floating);
      await page.keyboard.press('Escape');
      await opened.waitFor({ state: 'detached' });
    }
  };

  describe.each(['ja', 'en'] as const)('in %s', (language) => {
    beforeAll(() => scene.speak(language));

    it.each(Object.entries(paths).filter(([name]) => !waysIn.includes(name)))(
      '%s (%s)',
      async (name, path) => {
        await scene.page.goto(scene.at(path));
        await isShown(scene.page);
        await scene.look(name);
        await openers(name);
        expect(scene.found()).toEqual([]);
      },
    );

    it('the ways in', async () => {
      const page = await scene.opened(null);
      await scene.speak(language, page);
      for (const [name, address] of [
        ['sign in', scene.at(paths['signIn'] ?? '')],
        ['join', await scene.joinLink()],
      ] as const) {
        await page.goto(address);
        await page.reload();
        await isShown(page);
        await scene.look(name, null, page);
      }
      expect(scene.found()).toEqual([]);
    });
  });
});
