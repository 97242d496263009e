import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Page } from 'playwright-core';
import { dialog, floating } from '../support/accessibility.js';
import { AccessibleScene, dictionaries, paths } from '../support/accessible-scene.js';
import { named, type Words } from '../support/presses.js';

jest.setTimeout(120_000);

/** Something that stands over a screen, beside what its own menus and dialogs open by themselves. */
interface Look {
  readonly name: string;
  readonly open: (page: Page, words: Words) => Promise<unknown>;
}

describe('for everybody who can’t see, point or hear: the talk', () => {
  let scene: AccessibleScene;
  let sato: Page;
  beforeAll(async () => {
    scene = await AccessibleScene.begin();
    sato = await scene.opened('sato');
  });
  afterAll(() => scene.close());

  const press = async (name: string | RegExp) => scene.page.getByRole('button', { name }).first().click();
  const field = (words: Words) => scene.page.getByRole('textbox', { name: words.composer.label });
  const past = (words: Words) =>
    scene.page.getByRole('region', { name: words.past.heading }).getByRole('button', { name: /田中/ });
  const within =
    (look: Look['open']): Look['open'] =>
    async (opened, words) => {
      await opened.goto(scene.at(`/?ticket=${scene.tickets.mine}`));
      await field(words).waitFor();
      await look(opened, words);
    };
  const byKey = (key: string) =>
    within(async (page, words) => {
      await field(words).press('Escape');
      await page.keyboard.press(key);
    });

  /** Beside these, each screen's own menus and dialogs are found by what they say of themselves. */
  const looks: readonly Look[] = [
    { name: 'palette', open: within((page) => page.keyboard.press('Control+KeyK')) },
    { name: 'every key', open: byKey('?') },
    { name: 'risk', open: byKey('f') },
    { name: 'hand over', open: byKey('t') },
    { name: 'end', open: byKey('e') },
    {
      name: 'needs',
      open: within((_page, words) => press(new RegExp(words.needs.changeLabel.split('{')[0] ?? '-'))),
    },
    { name: 'place', open: within((_page, words) => press(words.location.open)) },
    { name: 'choices', open: within((_page, words) => press(words.quickReply.open)) },
    { name: 'canned texts', open: within((_page, words) => field(words).fill('/')) },
    { name: 'earlier consultation', open: within((_page, words) => past(words).click()) },
  ];

  /** The talk's own states, which float over nothing. */
  const states: readonly Look[] = [
    { name: 'talk', open: within(async () => undefined) },
    { name: 'note', open: byKey('n') },
    {
      name: 'quote and what is prepared',
      open: within(async (page, words) => {
        await field(words).press('Escape');
        await page.keyboard.press('q');
        await field(words).fill('090-1234-5678 にかけてください');
        await field(words).press('Enter');
      }),
    },
    {
      name: 'somebody else’s talk',
      open: (page) => page.goto(scene.at(`${paths.board}?ticket=${scene.tickets.mine}`)),
    },
  ];

  describe.each(['ja', 'en'] as const)('in %s', (language) => {
    const words = dictionaries[language];
    beforeAll(async () => {
      await scene.speak(language);
      await scene.speak(language, sato);
    });

    it.each(states)('$name', async ({ name, open }) => {
      await open(scene.page, words);
      await scene.look(name);
      expect(scene.found()).toEqual([]);
    });

    it.each(looks)('$name', async ({ name, open }) => {
      await open(scene.page, words);
      await scene.page.locator(floating).first().waitFor();
      await scene.look(name, floating);
      expect(scene.found()).toEqual([]);
    });

    it('what only a counselor has', async () => {
      await sato.goto(scene.at(`/?ticket=${scene.tickets.theirs}`));
      await named(sato, words.consult.askLabel).click();
      await sato.locator(dialog).waitFor();
      await scene.look('call a supervisor', floating, sato);
      expect(scene.found()).toEqual([]);
    });
  });
});
