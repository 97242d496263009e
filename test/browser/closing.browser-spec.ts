import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { launchBrowser } from '../support/chromium.js';
import { ConsoleClient } from '../support/console-client.js';
import { ConsolePages, picture } from '../support/console-page.js';
import { newCaller, write } from '../support/conversation.js';
import { ticketOf } from '../support/line.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { drawn, scrollTopOf } from '../support/scrolling.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

describe('ending a consultation, in a browser', () => {
  let standIn: StandIn;
  let relay: Relay;
  let browser: Browser;
  let pages: ConsolePages;
  let sato: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    browser = await launchBrowser();
    pages = new ConsolePages(browser, relay.url);
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
  });
  afterEach(async () => {
    await pages.close();
    expect(pages.faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await relay.close();
    await standIn.close();
  });

  const begin = async (words: readonly string[]) => {
    const userId = await newCaller(standIn);
    const says = (text: string) => write(standIn, relay, SUICIDE_PREVENTION, userId, text);
    let ticketId = '';
    for (const text of words) ticketId = await says(text);
    await sato.take(ticketId);
    const page = await pages.signIn('sato', 'tomoshibi-demo-1');
    await page.goto(`${relay.url}/?ticket=${ticketId}`);
    const talk = page.getByRole('region', { name: 'メッセージ' });
    await talk.getByText(words.at(-1) ?? '').waitFor();
    return { page, talk, ticketId, says };
  };
  const unseen = async (ticketId: string) => (await ticketOf(sato, ticketId)).unseenCount;
  const allSeen = (ticketId: string) =>
    eventually(async () => (await unseen(ticketId)) === 0 || undefined, 'everything being seen');
  const asks = async (page: Page) => {
    await page.getByRole('button', { name: '終了する' }).first().press('Enter');
    return page.getByRole('alertdialog', { name: 'この相談を終了しますか？' });
  };
  const ends = async (page: Page) => {
    await (await asks(page)).getByRole('button', { name: '終了する' }).press('Enter');
    await page.getByText('担当中の相談はありません').waitFor();
  };

  it('turns into reading when the caller writes while it is asked', async () => {
    const { page, talk, ticketId, says } = await begin(['聞いてください']);
    await allSeen(ticketId);
    const question = await asks(page);
    await question.getByRole('button', { name: '終了する' }).waitFor();
    await says('やっぱり死にたい');
    await question.getByText('いま新しいメッセージが届きました').waitFor();
    await picture(page, 'closing-arrived');
    expect(await question.getByRole('button', { name: '終了する' }).count()).toBe(0);
    await question.getByRole('button', { name: 'メッセージを読む' }).press('Enter');
    await talk.getByText('やっぱり死にたい').waitFor();
    await allSeen(ticketId);
    await ends(page);
  });

  it('is refused while the newest word was not on any screen, and done when it was', async () => {
    const lines = Array.from(
      { length: 24 },
      (_, index) => `${index + 1} 通目です。\nまだ続きます。\n聞いてください。`,
    );
    const { page, talk, ticketId, says } = await begin(lines);
    await talk.hover();
    // Slowly enough that each has been in view.
    await eventually(async () => {
      await page.mouse.wheel(0, -200);
      await drawn(page);
      return (await scrollTopOf(talk)) === 0 || undefined;
    }, 'the beginning of the talk');
    await allSeen(ticketId);
    await says('最後にひとつだけ');
    await eventually(async () => (await unseen(ticketId)) === 1 || undefined, 'the word below the view');
    const question = await asks(page);
    await question.getByRole('button', { name: '終了する' }).press('Enter');
    await question.getByText('まだだれも見ていないメッセージがあります').waitFor();
    await picture(page, 'closing-unseen');
    await question.getByRole('button', { name: 'メッセージを読む' }).press('Enter');
    await talk.hover();
    await eventually(async () => {
      await page.mouse.wheel(0, 600);
      return (await unseen(ticketId)) === 0 || undefined;
    }, 'it being seen');
    await ends(page);
  });
});
