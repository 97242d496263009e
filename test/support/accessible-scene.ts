import { expect } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { en } from '../../client/src/shared/i18n/en.js';
import { ja } from '../../client/src/shared/i18n/ja.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { checked } from './accessibility.js';
import { callerEvents } from './caller-events.js';
import { launchBrowser } from './chromium.js';
import { ConsoleClient } from './console-client.js';
import { ConsolePages } from './console-page.js';
import { newCaller, write } from './conversation.js';
import { act } from './line.js';
import { linkFor } from './passkeys.js';
import { type Paths, type Tickets } from './presses.js';
import { EVENING, type Relay, startRelay } from './relay.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from './stand-in.js';

// Compiled without the types of a browser, which this module has in it.
const module = '../../client/src/shared/navigation/location.js';
export const { paths } = (await import(module)) as { paths: Paths & Readonly<Record<string, string>> };

export const dictionaries = { ja, en };
export type Language = keyof typeof dictionaries;

const size = { width: 1280, height: 800 };

/**
 * Screens with something on them, and what is wrong with these for somebody who can't see, point or hear. tanaka sees
 * every one: a supervisor who takes callers, and an administrator.
 */
export class AccessibleScene {
  readonly #problems: string[] = [];

  private constructor(
    private readonly standIn: StandIn,
    private readonly relay: Relay,
    private readonly browser: Browser,
    private readonly pages: ConsolePages,
    readonly page: Page,
    readonly tickets: Tickets,
  ) {}

  static async begin(): Promise<AccessibleScene> {
    const standIn = await startStandIn();
    const relay = await startRelay({ standIn, at: EVENING });
    await relay.database.query(`UPDATE staff SET administrator = true WHERE login = 'tanaka'`);
    const browser = await launchBrowser();
    const pages = new ConsolePages(browser, relay.url);
    const tickets = await happen(standIn, relay);
    const page = await pages.signIn('tanaka', 'tomoshibi-demo-3', size);
    return new AccessibleScene(standIn, relay, browser, pages, page, tickets);
  }

  at(address: string): string {
    return `${this.relay.url}${address}`;
  }

  /** Another page, whose screens are looked at too: a counselor's, or that of nobody yet. */
  async opened(login: 'sato' | null): Promise<Page> {
    if (login !== null) return this.pages.signIn(login, 'tomoshibi-demo-1', size);
    const page = await this.pages.open(size);
    await page.goto(this.relay.url);
    return page;
  }

  async joinLink(): Promise<string> {
    return (await linkFor(await ConsoleClient.signedIn(this.relay.url, 'admin'), 'sato')).url;
  }

  /** From its next load on. */
  async speak(language: Language, page = this.page): Promise<void> {
    await page.evaluate(`localStorage.setItem('tomoshibi.language', '${language}')`);
  }

  async look(name: string, selector: string | null = null, page = this.page): Promise<void> {
    const { violations } = await checked(page, selector);
    this.#problems.push(...violations.map((each) => `${name}: ${each}`));
  }

  /** Everything that was found since it was asked before. */
  found(): string[] {
    return this.#problems.splice(0);
  }

  async close(): Promise<void> {
    await this.pages.close();
    await this.browser.close();
    await this.relay.close();
    await this.standIn.close();
  }
}

/** Callers in every state that a screen can show. */
async function happen(standIn: StandIn, relay: Relay): Promise<Tickets> {
  const tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
  const userId = await newCaller(standIn);
  const before = await write(standIn, relay, SUICIDE_PREVENTION, userId, '去年のことです');
  await tanaka.take(before);
  await tanaka.reply(before, '聞いています。');
  await tanaka.close(before);
  const mine = await write(standIn, relay, SUICIDE_PREVENTION, userId, '眠れなくて…');
  await tanaka.take(mine);
  for (const { happen: happens } of callerEvents) {
    await happens(standIn, SUICIDE_PREVENTION, userId);
    await standIn.waitForIdle();
  }
  await act(tanaka, mine, 'risk', { risk: 'watch', reason: '眠れない日が続いている' });
  const counselor = await ConsoleClient.signedIn(relay.url, 'sato');
  const begin = async () => {
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), '聞いて');
    expect(await counselor.take(ticketId)).toMatchObject({ status: 200 });
    return ticketId;
  };
  const theirs = await begin();
  const urgent = await begin();
  const instead = await act(tanaka, urgent, 'take-over', { reason: '危険が高いため' });
  const incident = await act(tanaka, urgent, 'incidents', { situation: null });
  expect([instead, incident]).toMatchObject([{ status: 200 }, { status: 200 }]);
  await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), 'もうひとりです');
  const other = await write(standIn, relay, HUMAN_RIGHTS, await newCaller(standIn), '相談です');
  await act(tanaka, other, 'risk', { risk: 'imminent', reason: '場所を話している' });
  return { mine, theirs, urgent };
}
