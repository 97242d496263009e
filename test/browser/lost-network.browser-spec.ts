import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, picture } from '../support/console-page.js';
import { newCaller, textsTo, write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { pointWebhooksAt, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

const minute = 60_000;

describe('a console whose network goes, in a browser', () => {
  let standIn: StandIn;
  let first: Relay;
  let relay: Relay;
  let proxy: TcpProxy;
  let url: string;
  let browser: Browser;
  let pages: ConsolePages;
  let sato: ConsoleClient;
  let userId: string;
  let ticketId: string;

  beforeAll(async () => {
    standIn = await startStandIn();
    proxy = await TcpProxy.to('http://127.0.0.1:9');
    url = proxy.through('http://127.0.0.1').replace(/\/$/, '').replace('127.0.0.1', 'localhost');
    first = await startRelay({ standIn, at: EVENING, env: { PUBLIC_URL: url } });
    relay = first;
    proxy.leadTo(relay.url);
    browser = await launchBrowser();
    pages = new ConsolePages(browser, url);
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    userId = await newCaller(standIn);
    ticketId = await says('いまここにいます');
    await sato.take(ticketId);
  });
  afterEach(async () => {
    await pages.close();
    // What can't be reached is told by the browser itself.
    expect(pages.faults.splice(0).filter((fault) => !/WebSocket|ERR_|Failed to fetch/.test(fault))).toEqual(
      [],
    );
  });
  afterAll(async () => {
    await browser.close();
    await proxy.close();
    await relay.stop();
    await first.close();
    await standIn.close();
  });

  const says = (words: string) => write(standIn, relay, SUICIDE_PREVENTION, userId, words);
  const talk = (page: Page) => page.getByRole('region', { name: 'メッセージ' });
  const composer = (page: Page) => page.getByRole('textbox', { name: '返信を書く' });
  const banner = (page: Page) => page.getByText('接続が切れました。再接続しています…');
  const open = async (beside?: Page) => {
    const page =
      beside === undefined
        ? await pages.signIn('sato', 'tomoshibi-demo-1')
        : await beside.context().newPage();
    if (beside === undefined) await page.clock.install();
    await page.goto(`${url}/?ticket=${ticketId}`);
    await talk(page).getByText('いまここにいます').waitFor();
    await composer(page).waitFor();
    return page;
  };
  const reply = async (page: Page, words: string) => {
    await composer(page).fill(words);
    await composer(page).press('Enter');
    await talk(page).getByRole('button', { name: 'いま送る' }).click();
  };
  const arrivedOnce = async (words: string) => {
    await eventually(
      async () => (await textsTo(standIn, SUICIDE_PREVENTION, userId)).includes(words) || undefined,
      `“${words}” at LINE`,
      30_000,
    );
    const texts = await textsTo(standIn, SUICIDE_PREVENTION, userId);
    expect(texts.filter((text) => text === words)).toHaveLength(1);
  };
  const isThereOnce = async (page: Page, words: string) => {
    await talk(page).getByText(words, { exact: true }).first().waitFor();
    expect(await talk(page).getByText(words, { exact: true }).count()).toBe(1);
  };
  const isBack = async (page: Page) => {
    // Each attempt waits longer than the one before; the page's clock doesn't have to.
    await eventually(
      async () => {
        if ((await banner(page).count()) === 0) return true;
        await page.clock.fastForward(5000);
        return undefined;
      },
      'the banner being gone',
      30_000,
    );
  };

  it('loses and doubles nothing over a minute in which nothing answers', async () => {
    const page = await open();
    proxy.hold();
    await reply(page, 'ここにいます。');
    await says('もしもし');
    await says('聞こえますか');
    // Each timer that is due goes off once, as after a pause; playing every one of them would take its time.
    await page.clock.fastForward(minute);
    await banner(page).waitFor();
    await picture(page, 'network-lost');
    await composer(page).fill('つながらない間の下書き');
    proxy.restore();
    await isBack(page);
    await isThereOnce(page, 'もしもし');
    await isThereOnce(page, '聞こえますか');
    await arrivedOnce('ここにいます。');
    await isThereOnce(page, 'ここにいます。');
    expect(await composer(page).inputValue()).toBe('つながらない間の下書き');
    await composer(page).fill('');
  });

  it('catches up after the laptop slept', async () => {
    const page = await open();
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    proxy.cut();
    await says('眠っている間の一通目');
    await says('眠っている間の二通目');
    proxy.restore();
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await page.clock.fastForward(8 * 60 * minute);
    await isThereOnce(page, '眠っている間の一通目');
    await isThereOnce(page, '眠っている間の二通目');
    await isBack(page);
    await reply(page, 'おはようございます。');
    await arrivedOnce('おはようございます。');
  });

  it('goes on with a server that was started again, in both of two tabs', async () => {
    const page = await open();
    const other = await open(page);
    await other.bringToFront();
    await composer(other).fill('もうひとつの窓の下書き');
    await other.getByText('下書きを保存しました').waitFor();
    proxy.cut();
    await banner(page).waitFor();
    await reply(page, '戻ったら届きます。');
    await talk(page).getByText('送信待ち').waitFor();
    await relay.stop();
    relay = await startRelay({ standIn, at: EVENING, env: { PUBLIC_URL: url }, beside: first });
    await pointWebhooksAt(standIn, relay.url);
    await says('止まっている間に書きました');
    proxy.leadTo(relay.url);
    proxy.restore();
    await isBack(page);
    await banner(other).waitFor({ state: 'detached' });
    await arrivedOnce('戻ったら届きます。');
    for (const each of [page, other]) {
      await isThereOnce(each, '止まっている間に書きました');
      await isThereOnce(each, '戻ったら届きます。');
    }
  });
});
