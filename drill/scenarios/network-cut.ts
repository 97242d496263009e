import { type BrowserContext, type Page } from 'playwright-core';
import { type DeskView } from '../../src/contract/desk.js';
import { launchBrowser } from '../../test/support/chromium.js';
import { pause, type Scenario, type Stage, until } from '../stage.js';
import { ACCOUNTS, PASSWORD } from '../world.js';

const CUT_MS = { full: 60_000, short: 2000 };
const KEY_MS = 20;
const WINDOW = { width: 1280, height: 800 };

/**
 * A counselor's network is cut for a minute while they type, in a real browser; one reply is sent into the cut. What was
 * typed is there again afterwards and after a reload, and each reply goes out once. Then the server dies as they send.
 */
export const networkCut: Scenario = {
  name: 'network-cut',
  wordsPerSecond: 6,
  longestMs: 150_000,
  async disturb(stage) {
    const browser = await launchBrowser();
    try {
      const context = await browser.newContext({
        viewport: WINDOW,
        locale: 'ja-JP',
        timezoneId: 'Asia/Tokyo',
      });
      const page = await context.newPage();
      page.setDefaultTimeout(45_000);
      await signIn(page, stage);
      const ticketId = await takeOne(stage);
      await page.goto(`${url(stage)}/?ticket=${ticketId}`);
      await typeThroughTheCut(stage, { page, context, ticketId });
      await sendAsTheServerDies(stage, { page, context, ticketId });
    } finally {
      await browser.close();
    }
  },
};

interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly ticketId: string;
}

const url = ({ world }: Stage): string => world.relays[0]?.url ?? '';
const composer = (page: Page) => page.getByRole('textbox', { name: '返信を書く' });

async function signIn(page: Page, stage: Stage): Promise<void> {
  await page.goto(url(stage));
  await page.getByLabel('ログイン名').fill('drill-window');
  await page.getByLabel('パスワード').fill(PASSWORD);
  await page.getByRole('button', { name: 'サインイン' }).click();
  await page.getByRole('button', { name: 'メニュー' }).waitFor({ state: 'attached' });
}

/** New callers write until the window's counselor is quicker than the others. */
async function takeOne({ world, book, say }: Stage): Promise<string> {
  const [account] = ACCOUNTS;
  for (;;) {
    const { userId } = await world.standIn.createUser({ displayName: '窓口', friendOf: [account] });
    const mark = book.mark('w');
    book.wrote(userId, mark);
    await world.standIn.sendText(account, userId, `聞いてください${mark}`);
    await until('a ticket to take', async () => {
      const { body } = await world.windowed.request<DeskView>('GET', '/api/desk');
      for (const { id } of body.waiting.toReversed()) {
        const { status } = await world.windowed.request('POST', `/api/tickets/${id}/take`, {});
        if (status !== 200) continue;
        book.tookOver(id, world.windowed.login);
        return true;
      }
      return body.waiting.length === 0;
    });
    const { body } = await world.windowed.request<DeskView>('GET', '/api/desk');
    const mine = body.mine[0];
    if (mine !== undefined) return mine.id;
    say('the others were quicker');
  }
}

async function typeThroughTheCut(stage: Stage, { page, context, ticketId }: Window): Promise<void> {
  const { book, full, say } = stage;
  const [into, after] = [book.mark('r'), book.mark('r')];
  const sent = `つながらない間の返事${into}`;
  const typed = `書きかけの返事を、ゆっくり続けています${after}`;
  await composer(page).pressSequentially(sent, { delay: KEY_MS });
  say('the network is cut');
  await context.setOffline(true);
  const since = Date.now();
  book.replies.push({ ticketId, marks: [into], acknowledged: true });
  await composer(page).press('Enter');
  await composer(page).pressSequentially(typed, { delay: KEY_MS });
  await pause(Math.max(0, (full ? CUT_MS.full : CUT_MS.short) - (Date.now() - since)));
  await context.setOffline(false);
  say('the network is back');
  await expectTyped(stage, page, typed, 'after the cut');
  await page.reload();
  await expectTyped(stage, page, typed, 'after a reload');
  // Nobody presses anything: what was sent while the network was away goes by itself.
  await arrived(stage, into);
  book.replies.push({ ticketId, marks: [after], acknowledged: true });
  await composer(page).press('Enter');
  await arrived(stage, after);
}

/** The reply may have been kept or not: the window can't know, and sends the same again. */
async function sendAsTheServerDies(stage: Stage, { page, ticketId }: Window): Promise<void> {
  const { world, book, chance } = stage;
  const [relay] = world.relays;
  if (relay === undefined) return;
  const mark = book.mark('r');
  await composer(page).pressSequentially(`切れる瞬間の返事${mark}`, { delay: KEY_MS });
  book.replies.push({ ticketId, marks: [mark], acknowledged: true });
  await composer(page).press('Enter');
  await pause(chance.between(0, 20));
  await relay.kill();
  book.killed();
  await relay.start();
  await page.reload();
  await composer(page).waitFor();
  // It had its answer before the server died, or it stands there as not sent.
  if ((await againButtons(page).count()) > 0) await sendAgain(page);
  await arrived(stage, mark);
}

const againButtons = (page: Page) => page.getByRole('button', { name: 'もう一度送る' });

async function sendAgain(page: Page): Promise<void> {
  await againButtons(page).first().click();
}

async function expectTyped({ book }: Stage, page: Page, text: string, when: string): Promise<void> {
  await composer(page).waitFor();
  const found = await composer(page).inputValue();
  if (found !== text)
    book.wrong.push(
      `what a counselor typed is not there ${when}: ${found.length} of ${text.length} characters`,
    );
}

async function arrived({ world }: Stage, mark: string): Promise<void> {
  await until(`the reply ${mark}`, async () => {
    const deliveries = await world.standIn.deliveries({ limit: 500 });
    return deliveries.some(({ body }) => JSON.stringify(body).includes(mark));
  });
}
