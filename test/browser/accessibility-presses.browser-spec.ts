import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { dialog, floating } from '../support/accessibility.js';
import { AccessibleScene, dictionaries, paths } from '../support/accessible-scene.js';
import { grown, named, pressed } from '../support/presses.js';

jest.setTimeout(240_000);

describe('for everybody who can’t see, point or hear: what only a press opens', () => {
  let scene: AccessibleScene;
  beforeAll(async () => {
    scene = await AccessibleScene.begin();
  });
  afterAll(() => scene.close());

  describe.each(['ja', 'en'] as const)('in %s', (language) => {
    const words = dictionaries[language];
    beforeAll(() => scene.speak(language));

    it('over a screen', async () => {
      const { page } = scene;
      let at = '';
      for (const [address, ...names] of pressed(words, paths, scene.tickets)) {
        if (address !== at) await page.goto(scene.at(address));
        at = address;
        for (const name of names) await named(page, name).last().click();
        const opened = page.locator(dialog);
        await opened.waitFor();
        await scene.look(names.join(' › '), floating);
        await page.keyboard.press('Escape');
        await opened.waitFor({ state: 'detached' });
      }
      expect(scene.found()).toEqual([]);
    });

    it('within it', async () => {
      const { page } = scene;
      for (const [address, ...names] of grown(words, paths)) {
        await page.goto(scene.at(address));
        for (const name of names) {
          await named(page, name).first().waitFor();
          for (const button of await named(page, name).all()) await button.click();
        }
        await scene.look(names.join(', '));
      }
      expect(scene.found()).toEqual([]);
    });
  });
});
