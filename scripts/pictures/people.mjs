import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './product.mjs';

/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ id: string, number: number, alias: string }} Ticket */

export const DESK = { width: 1440, height: 900 };
const HOUR_MS = 3_600_000;

/** Callers, counselors, and their windows. */
export class People {
  /** @param {Browser} browser @param {{ consoleUrl: string, phoneUrl: string }} addresses */
  constructor(browser, { consoleUrl, phoneUrl }) {
    this.browser = browser;
    this.consoleUrl = consoleUrl;
    this.phoneUrl = phoneUrl;
  }

  /** @param {{ width: number, height: number }} viewport @returns {Promise<Page>} */
  async window(viewport) {
    const context = await this.browser.newContext({
      viewport,
      timezoneId: 'Asia/Tokyo',
      locale: 'ja-JP',
      deviceScaleFactor: 1.5,
      reducedMotion: 'reduce',
    });
    return context.newPage();
  }

  /** @param {string} login @param {string} password */
  async signIn(login, password) {
    const page = await this.window(DESK);
    await page.goto(this.consoleUrl);
    await page.getByLabel('ログイン名').fill(login);
    await page.getByLabel('パスワード').fill(password);
    await page.getByRole('button', { name: 'サインイン' }).click();
    await page.getByRole('button', { name: 'メニュー' }).waitFor({ state: 'attached' });
    return page;
  }

  /** Asks the console's server in somebody's name. @param {Page} page @param {string} method @param {string} path @param {object} [data] */
  async ask(page, method, path, data) {
    const answer = await page.request.fetch(`${this.consoleUrl}/api${path}`, { method, data });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.status() === 204 ? undefined : answer.json();
  }

  /** Something done with a ticket. @param {Page} page @param {Ticket} ticket @param {string} action @param {object} [data] */
  act(page, { id }, action, data = {}) {
    return this.ask(page, 'POST', `/tickets/${id}/${action}`, data);
  }

  /** @param {Page} page @param {Ticket} ticket @param {string} text @param {string} [quotes] the message that it is about */
  reply(page, ticket, text, quotes) {
    const bubbles = [{ kind: 'text', text, ...(quotes === undefined ? {} : { quotes }) }];
    return this.act(page, ticket, 'replies', { clientId: randomUUID(), bubbles });
  }

  /** @param {Page} page of somebody who is signed in @param {Date} instant */
  async setClock(page, instant) {
    await this.ask(page, 'PUT', '/demo/clock', { instant });
    // Every process follows within a second.
    await sleep(1500);
  }

  /** Tells the stand-in what a caller does. @param {string} path @param {unknown} body */
  async control(path, body) {
    const answer = await fetch(new URL(`/_control${path}`, this.phoneUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the stand-in refused ${path}: ${answer.status}`);
    return answer.status === 204 ? undefined : answer.json();
  }

  /** @param {string} name @returns {Promise<string>} */
  async caller(name) {
    return (await this.control('/users', { displayName: name })).userId;
  }

  /** @param {string} account @param {string} userId @param {string} text */
  writes(account, userId, text) {
    const message = { type: 'text', text };
    return this.control(`/channels/${account}/messages`, { userId, message, options: { wait: true } });
  }

  /** A caller writes for the first time and one more ticket waits. @param {Page} watcher @param {() => Promise<unknown>} write @returns {Promise<Ticket>} */
  async newTicket(watcher, write) {
    const waiting = async () => (await this.ask(watcher, 'GET', '/desk')).waiting;
    const known = new Set((await waiting()).map((/** @type {Ticket} */ { id }) => id));
    await write();
    return eventually(
      async () => (await waiting()).find((/** @type {Ticket} */ { id }) => !known.has(id)),
      'a new ticket',
    );
  }

  /** Somebody new writes. @param {Page} watcher @param {string} account @param {string} name @param {string} text */
  async newcomer(watcher, account, name, text) {
    const userId = await this.caller(name);
    const ticket = await this.newTicket(watcher, () => this.writes(account, userId, text));
    return { userId, ticket };
  }

  /**
   * The phone has no demo clock: it shows real time in Japan. In a zone that lies some whole hours away it reads as the
   * desk's clock does, so that both windows tell one story.
   * @param {Date} evening what the desk's clock shows now
   */
  async phone(evening) {
    const page = await this.window({ width: 390, height: 800 });
    const ahead = Math.round((evening.getTime() - Date.now()) / HOUR_MS) + 9;
    const east = ((ahead % 24) + 24) % 24;
    await page.addInitScript(
      (timeZone) => {
        const { DateTimeFormat } = Intl;
        const moved = function (
          /** @type {string} */ locale,
          /** @type {Intl.DateTimeFormatOptions} */ options,
        ) {
          return new DateTimeFormat(locale, { ...options, timeZone });
        };
        Object.assign(Intl, { DateTimeFormat: moved });
      },
      east > 12 ? `Etc/GMT+${24 - east}` : `Etc/GMT-${east}`,
    );
    return page;
  }
}
