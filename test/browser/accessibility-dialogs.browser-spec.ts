import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { en } from '../../client/src/shared/i18n/en.js';
import { ja } from '../../client/src/shared/i18n/ja.js';
import { type DisclosuresView } from '../../src/contract/disclosure.js';
import { type ErasuresView } from '../../src/contract/erasure.js';
import { errorText } from '../../src/contract/error.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { checked, floating } from '../support/accessibility.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages } from '../support/console-page.js';
import { act, Caller, configure, followsUp, ticketOf } from '../support/line.js';
import { naming } from '../support/naming.js';
import { named, type Words } from '../support/presses.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(240_000);

const dictionaries = { ja, en };
const accounts = { ja: 'こころの相談（サンプル）', en: 'Suicide prevention line (sample)' };
const MORNING = new Date(EVENING.getTime() + (13 * 60 + 1) * 60_000);

/** A dialog: where it is, and what is pressed there. */
type Opening = readonly [address: string, ...presses: readonly (string | RegExp)[]];

describe('dialogs that decide about somebody, for who can’t see or point', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let tanaka: ConsoleClient;
  let page: Page;
  let counselor: Page;
  /** By what they are there for. */
  const callers = {} as Record<'held' | 'muted' | 'left' | 'second' | 'asking', Caller>;
  const numbers = {} as Record<keyof typeof callers, number>;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    await configure(relay, SUICIDE_PREVENTION, { limits: { minutes: 50, warnMinutes: 5 } });
    await relay.database.query(`UPDATE staff SET administrator = true WHERE login = 'tanaka'`);
    browser = await launchBrowser();
    pages = new ConsolePages(browser, relay.url);
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    await erasures();
    await talks();
    await disclosures();
    const size = { width: 1280, height: 800 };
    page = await pages.signIn('tanaka', 'tomoshibi-demo-3', size);
    counselor = await pages.signIn('sato', 'tomoshibi-demo-1', size);
  });
  afterAll(async () => {
    await pages.close();
    await browser.close();
    await relay.close();
    await standIn.close();
  });

  /** A reply that waits, somebody muted, somebody who left, two in the line, and a wish to be erased. */
  async function talks() {
    const sato = await ConsoleClient.signedIn(relay.url, 'sato');
    const waiting = () => Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    callers.held = await waiting();
    await sato.take(callers.held.ticketId);
    const rule = { kind: 'ticket', ticketId: callers.held.ticketId, reason: '初めての相談員のため' };
    expect(await tanaka.request('POST', '/api/approval-rules', rule)).toMatchObject({ status: 200 });
    const bubbles = [{ kind: 'text' as const, text: 'それはおつらいですね。' }];
    await sato.say(callers.held.ticketId, { bubbles }, randomUUID());
    callers.asking = await waiting();
    await sato.take(callers.asking.ticketId);
    await callers.asking.writes('記録の削除を希望します');
    numbers.asking = (await ticketOf(tanaka, callers.asking.ticketId)).number;
    await sato.close(callers.asking.ticketId);
    callers.muted = await waiting();
    const mute = { minutes: 1440, reason: '同じ絵文字だけが続いている' };
    expect(await act(tanaka, callers.muted.ticketId, 'mute', mute)).toMatchObject({ status: 200 });
    callers.left = await waiting();
    await callers.left.leaves();
    await followsUp(tanaka, callers.left.ticketId, 'left');
    await waiting();
    callers.second = await waiting();
    for (const name of ['held', 'muted', 'left', 'second'] as const)
      numbers[name] = (await ticketOf(tanaka, callers[name].ticketId)).number;
  }

  /** One that nobody has approved, and one that two have. */
  async function disclosures() {
    const other = await addStaff(relay, {
      login: 'second',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    await relay.database.query(`UPDATE staff SET administrator = true WHERE login = 'second'`);
    for (const asker of ['中央警察署', '地方裁判所']) {
      const body = {
        accountId: SUICIDE_PREVENTION,
        ticketNumber: null,
        askerKind: 'police',
        asker,
        basis: 'inquiry',
        receivedAt: EVENING.toISOString(),
        asked: '最後に書きこんだ時刻',
      };
      const answer = await tanaka.request<DisclosuresView>('POST', '/api/disclosures', body);
      const id = answer.body.disclosures.find((each) => each.asker === asker)?.id ?? '';
      if (asker === '中央警察署') continue;
      for (const client of [tanaka, other])
        expect((await client.request('POST', `/api/disclosures/${id}/approve`)).status).toBe(200);
    }
  }

  /** Somebody who was erased, and somebody who is held back. */
  async function erasures() {
    for (const path of ['/api/erasures', '/api/erasures/holds']) {
      const caller = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
      await act(tanaka, caller.ticketId, 'take');
      const { number } = await ticketOf(tanaka, caller.ticketId);
      await tanaka.close(caller.ticketId);
      const body = await naming(tanaka, SUICIDE_PREVENTION, number, '照会のため');
      expect((await tanaka.request('POST', path, body)).status).toBe(200);
    }
    await eventually(async () => {
      const { body } = await tanaka.request<ErasuresView>('GET', '/api/erasures');
      return body.erasures.some(({ state }) => state === 'done') || undefined;
    }, 'somebody being erased');
  }

  const of = (label: string, name: keyof typeof callers) =>
    label.replace('{{number}}', String(numbers[name]));
  const starting = (label: string) => new RegExp(`^${label}`);
  const problems: string[] = [];
  const opened = async ([address, ...presses]: Opening, on = page) => {
    await on.goto(`${relay.url}${address}`);
    for (const press of presses) {
      const target = typeof press === 'string' ? named(on, press) : on.getByRole('menuitem', { name: press });
      // What is pressed may stand in a line that is folded away behind graver ones.
      const more = on.locator('[data-bars="folded"] button[aria-expanded="false"]:visible');
      await target.last().or(more.first()).first().waitFor();
      if (!(await target.last().isVisible())) for (const each of await more.all()) await each.click();
      await target.last().click();
    }
    await on.locator(floating).first().waitFor();
    const { violations } = await checked(on, floating);
    problems.push(...violations.map((each) => `${presses.join(' › ')}: ${each}`));
    await on.keyboard.press('Escape');
    await on.locator(floating).first().waitFor({ state: 'detached' });
  };
  const speak = async (language: 'ja' | 'en') => {
    for (const each of [page, counselor])
      await each.evaluate(`localStorage.setItem('tomoshibi.language', '${language}')`);
  };
  const audited = ({ disclosure }: Words): readonly Opening[] => {
    const about = (action: string, asker: string) =>
      disclosure.actionLabel.replace('{{action}}', action).replace('{{name}}', asker);
    return [
      ['/audit/disclosures', disclosure.record],
      ['/audit/disclosures', about(disclosure.approve, '中央警察署')],
      ['/audit/disclosures', about(disclosure.refuse, '中央警察署')],
      ['/audit/disclosures', about(disclosure.give, '地方裁判所')],
    ];
  };
  const erasing = ({ erasure }: Words): readonly Opening[] => {
    const about = (action: string) => erasure.actionLabel.replace('{{action}}', action);
    return [
      ['/admin/erasure', erasure.addHold],
      ['/admin/erasure', erasure.eraseOne],
      ['/admin/erasure', about(erasure.confirm)],
      ['/admin/erasure', about(erasure.decline)],
      ['/admin/erasure', about(erasure.release)],
      ['/admin/erasure', about(erasure.certificate)],
    ];
  };

  describe.each(['ja', 'en'] as const)('in %s', (language) => {
    const words = dictionaries[language];
    beforeAll(() => speak(language));

    it('about the line and a talk', async () => {
      const { approval, followUp, lists, mute, ticketAction, timeLimit } = words;
      const inMenu = (name: keyof typeof callers, action: string): Opening => [
        '/',
        of(ticketAction.menu, name),
        starting(action),
      ];
      for (const opening of [
        inMenu('second', mute.action),
        ['/board', of(mute.liftLabel, 'muted')],
        [`/board?ticket=${callers.held.ticketId}`, timeLimit.extend],
        [`/board?ticket=${callers.held.ticketId}`, approval.review.back],
        ['/', of(lists.takeLabel, 'second')],
        inMenu('left', followUp.action.line),
        inMenu('left', followUp.action.close),
      ] as const satisfies readonly Opening[])
        await opened(opening);
      await opened(['/', of(lists.takeLabel, 'second')], counselor);
      expect(problems.splice(0)).toEqual([]);
    });

    it('about whose ticket a number is', async () => {
      const { erasure } = words;
      await page.goto(`${relay.url}/admin/erasure`);
      await named(page, erasure.eraseOne).click();
      const asked = page.getByRole('dialog');
      await asked.getByRole('radio', { name: accounts[language] }).check({ force: true });
      for (const [number, answer] of [
        [999_999, errorText('ticket_not_found', language)],
        [numbers.asking, `#${numbers.asking} · ${accounts[language]}`],
      ] as const) {
        await asked.getByLabel(erasure.ticket).fill(String(number));
        await named(page, erasure.check).click();
        await asked.getByRole('status').getByText(answer).waitFor();
        const { violations } = await checked(page, floating);
        problems.push(...violations.map((each) => `${answer}: ${each}`));
      }
      expect(problems.splice(0)).toEqual([]);
    });

    it('about disclosing and erasing, and what the screens themselves say', async () => {
      for (const opening of [...audited(words), ...erasing(words)]) await opened(opening);
      for (const address of ['/audit', '/audit/disclosures', '/admin/erasure', '/admin/checklist']) {
        await page.goto(`${relay.url}${address}`);
        await page.locator('main :is(h1, h2)').first().waitFor();
        if (address === '/admin/checklist') {
          await named(page, words.checklist.add).click();
          await page.getByRole('checkbox', { name: words.checklist.calls }).last().press('Space');
          await page.getByText(words.checklist.fault.callName).waitFor();
        }
        const { violations } = await checked(page);
        problems.push(...violations.map((each) => `${address}: ${each}`));
      }
      expect(problems.splice(0)).toEqual([]);
    });
  });

  it('about the one message from the next morning on, and who sits there', async () => {
    await moveClock(relay, MORNING);
    await relay.database.query(`UPDATE session SET verified_at = now() - interval '1 hour'`);
    for (const language of ['ja', 'en'] as const) {
      const { erasure, followUp, ticketAction } = dictionaries[language];
      await speak(language);
      await opened(['/', of(ticketAction.menu, 'left'), starting(followUp.action.message)]);
      await page.goto(`${relay.url}/admin/erasure`);
      const about = erasure.actionLabel.replace('{{action}}', erasure.decline);
      await named(page, about).last().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').fill('相談を続けたいとのこと');
      await dialog.getByRole('button', { name: erasure.decline }).click();
      await page.getByRole('heading', { name: dictionaries[language].verification.title }).waitFor();
      const { violations } = await checked(page, floating);
      problems.push(...violations.map((each) => `verification: ${each}`));
    }
    expect(problems).toEqual([]);
  });
});
