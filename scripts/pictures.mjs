// npm run pictures: takes the README's pictures (docs/images/) from the running product.
// It starts what npm start starts, on free ports and in a data folder of its own, lets made-up callers and counselors
// talk, and photographs their browsers. It takes about a minute and a half; look at the pictures before you commit them.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchBrowser } from '../test/support/chromium.ts';
import { ROOT } from './lib/tools.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ id: string, number: number, alias: string }} Ticket */

const IMAGES = join(ROOT, 'docs/images');
/** A first start builds everything. */
const WAITS_MS = 120_000;
const LARGEST_BYTES = 450_000;
const DESK_SIZE = { width: 1280, height: 800 };
const PHONE_SIZE = { width: 390, height: 800 };
const BOARD_SIZE = { width: 1280, height: 950 };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A Wednesday that is no holiday. The minutes are those of the real clock: see `newPhone`. */
const DAY = '2026-11-25';
const HOUR = 20;
const HUMAN_RIGHTS = 'human-rights';
const LISTENING = 'suicide-prevention';

/** @type {(() => unknown)[]} */
const cleanUps = [];

/** @template T @param {() => Promise<T | null | undefined | false>} look @param {string} what @returns {Promise<T>} */
async function eventually(look, what) {
  for (const end = Date.now() + WAITS_MS; Date.now() < end; await sleep(100)) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
  }
  throw new Error(`not seen in time: ${what}`);
}

/** Starts the demo and reads its addresses from what it prints. */
async function startProduct() {
  const dataDir = mkdtempSync(join(tmpdir(), 'tomoshibi-pictures-'));
  // Run as root, the database server is another user, who must be able to pass through this folder.
  chmodSync(dataDir, 0o711);
  cleanUps.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const { PATH, HOME, CHROME_PATH } = process.env;
  const child = spawn(process.execPath, [join(ROOT, 'scripts/start.mjs')], {
    cwd: ROOT,
    env: { PATH, HOME, CHROME_PATH, PORT: '0', STAND_IN_PORT: '0', DATA_DIR: join(dataDir, 'data') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  cleanUps.push(() => {
    child.kill('SIGTERM');
    return ended;
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  return eventually(async () => {
    if (child.exitCode !== null) throw new Error(`the product did not start:\n${output}`);
    const [consoleUrl, phoneUrl] = output.match(/http:\/\/\S+/g) ?? [];
    return (
      phoneUrl !== undefined && output.includes('Ctrl-C') && { consoleUrl: String(consoleUrl), phoneUrl }
    );
  }, 'the addresses');
}

const { consoleUrl, phoneUrl } = await startProduct().catch(finish);
const browser = await launchBrowser().catch(finish);
cleanUps.push(() => browser.close());

/** @param {{ width: number, height: number }} viewport @returns {Promise<Page>} */
async function newPage(viewport) {
  const context = await browser.newContext({
    viewport,
    timezoneId: 'Asia/Tokyo',
    locale: 'ja-JP',
    deviceScaleFactor: 1.5,
    reducedMotion: 'reduce',
  });
  return context.newPage();
}

/** @param {string} login @param {string} password */
async function signIn(login, password) {
  const page = await newPage(DESK_SIZE);
  await page.goto(consoleUrl);
  await page.getByLabel('ログイン名').fill(login);
  await page.getByLabel('パスワード').fill(password);
  await page.getByRole('button', { name: 'サインイン' }).click();
  await page.getByRole('button', { name: 'メニュー' }).waitFor({ state: 'attached' });
  return page;
}

/** What a person's desk shows just now. @param {Page} page @returns {Promise<{ waiting: Ticket[], mine: Ticket[] }>} */
const deskOf = async (page) => (await page.request.get(`${consoleUrl}/api/desk`)).json();

/** @param {Page} page of somebody who is signed in @param {Date} instant */
async function setClock(page, instant) {
  const answer = await page.request.put(`${consoleUrl}/api/demo/clock`, { data: { instant } });
  if (!answer.ok()) throw new Error(`the demo's clock was not set: ${answer.status()}`);
  // Every process follows within a second.
  await sleep(1500);
}

/** Tells the stand-in what a caller does. @param {string} path @param {unknown} body */
async function control(path, body) {
  const answer = await fetch(new URL(`/_control${path}`, phoneUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the stand-in refused ${path}: ${answer.status}`);
  return answer.status === 204 ? undefined : answer.json();
}

/** @param {string} name @returns {Promise<string>} */
const newCaller = async (name) => (await control('/users', { displayName: name })).userId;

/** @param {string} account @param {string} userId @param {string} text */
const callerWrites = (account, userId, text) =>
  control(`/channels/${account}/messages`, {
    userId,
    message: { type: 'text', text },
    options: { wait: true },
  });

/** @param {Page} page of the counselor @param {Ticket} ticket */
async function take(page, { alias, number }) {
  await page.getByRole('button', { name: `担当する：${alias}（No. ${number}）` }).click();
  // Until its talk room is there, a reply would still go to the one before.
  await page.getByRole('heading', { name: alias }).waitFor();
}

/** @param {Page} page of the counselor @param {string} text */
async function reply(page, text) {
  const composer = page.getByRole('textbox', { name: '返信を書く' });
  await composer.fill(text);
  await composer.press('Enter');
  await page.getByText(text).first().waitFor();
  await eventually(async () => (await page.getByText('送信中').count()) === 0, 'what LINE said to the reply');
}

/** A caller writes for the first time and one more ticket waits. @param {Page} watcher @param {() => Promise<unknown>} write */
async function newTicket(watcher, write) {
  const before = (await deskOf(watcher)).waiting.length;
  await write();
  const waiting = await eventually(async () => {
    const desk = await deskOf(watcher);
    return desk.waiting.length > before && desk.waiting;
  }, 'a new ticket');
  return /** @type {Ticket} */ (waiting.at(-1));
}

/** @param {Page} page @param {string} name */
async function photograph(page, name) {
  await page.evaluate('document.fonts.ready');
  await page.mouse.move(0, 0);
  await sleep(400);
  const path = join(IMAGES, `${name}.png`);
  await page.screenshot({ path });
  const { size } = statSync(path);
  console.log(`pictures: docs/images/${name}.png (${Math.round(size / 1000)} kB)`);
  if (size > LARGEST_BYTES) throw new Error(`${path} is larger than ${LARGEST_BYTES / 1000} kB`);
}

/** Both windows on one sheet. */
async function photographTogether() {
  const source = (/** @type {string} */ name) =>
    `data:image/png;base64,${readFileSync(join(IMAGES, `${name}.png`), 'base64')}`;
  const sheet = await newPage({ width: 1280, height: 660 });
  await sheet.setContent(`<style>
      body { margin: 0; height: 100vh; display: flex; gap: 24px; align-items: center; justify-content: center; background: #e4ddd1 }
      img { display: block; border-radius: 10px; box-shadow: 0 2px 14px #3a2f2440 }
    </style><img src="${source('desk')}" width="934"><img src="${source('phone')}" width="284">`);
  await photograph(sheet, 'desk-and-phone');
}

/**
 * The phone has no demo clock: it shows real time in Japan. In a zone that lies some whole hours away it reads as the
 * desk's clock does, so that both windows tell one story.
 * @param {Date} evening what the desk's clock shows now
 */
async function newPhone(evening) {
  const page = await newPage(PHONE_SIZE);
  const ahead = Math.round((evening.getTime() - Date.now()) / HOUR_MS) % 24;
  const east = ahead + 9 > 14 ? ahead + 9 - 24 : ahead + 9;
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
    `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`,
  );
  return page;
}

async function tellTheStory() {
  const sato = await signIn('sato', 'tomoshibi-demo-1');
  const suzuki = await signIn('suzuki', 'tomoshibi-demo-2');
  const tanaka = await signIn('tanaka', 'tomoshibi-demo-3');
  const realMinutes = new Date().toISOString().slice(14, 19);
  const evening = new Date(`${DAY}T${HOUR}:${realMinutes}+09:00`);
  const minutesBefore = (/** @type {number} */ minutes) => new Date(evening.getTime() - minutes * MINUTE_MS);

  // A consultation that began before the human-rights line closed, and goes on.
  await setClock(tanaka, new Date(`${DAY}T17:06:00+09:00`));
  const early = await newCaller('みどり');
  await take(
    sato,
    await newTicket(tanaka, () =>
      callerWrites(
        HUMAN_RIGHTS,
        early,
        '職場で、言葉づかいをくり返しからかわれています。どこに相談したらいいか、わからなくて。',
      ),
    ),
  );
  await reply(sato, '書いてくださって、ありがとうございます。相談員の佐藤です。一緒に考えさせてください。');

  await setClock(tanaka, minutesBefore(34));
  const school = await newCaller('そら');
  await take(
    suzuki,
    await newTicket(tanaka, () => callerWrites(LISTENING, school, '学校のことで、話を聞いてほしいです。')),
  );
  await reply(suzuki, 'こんばんは。相談員の鈴木です。学校のこと、聞かせてくださいね。');

  await setClock(tanaka, minutesBefore(7));
  await callerWrites(HUMAN_RIGHTS, early, 'ありがとうございます。今日あったことを、少しまとめてみました。');
  const first = await newCaller('なぎ');
  await newTicket(tanaka, () => callerWrites(LISTENING, first, '少しだけ、話を聞いてもらえますか。'));
  await setClock(tanaka, minutesBefore(3));
  const second = await newCaller('ひかり');
  await newTicket(tanaka, () => callerWrites(LISTENING, second, 'うまく書けないのですが、いいですか。'));

  await setClock(tanaka, evening);
  const phone = await newPhone(evening);
  await phone.goto(`${phoneUrl}?caller=${encodeURIComponent('ことり')}#/${LISTENING}`);
  await phone.getByRole('button', { name: '友だち追加', exact: true }).click();
  await phone.getByText('友だち追加ありがとうございます').waitFor();
  const write = async (/** @type {string} */ text) => {
    await phone.getByRole('textbox', { name: 'メッセージを入力' }).fill(text);
    await phone.getByRole('button', { name: '送信', exact: true }).click();
  };
  const ticket = await newTicket(tanaka, () =>
    write('こんばんは。はじめて書きます。夜になると、気持ちが沈んでしまって。'),
  );
  await phone.getByText('番目です').waitFor();
  // Others have waited longer: she goes first because somebody worries about her.
  const mark = { risk: 'watch', reason: '気持ちが沈んでいるとのこと' };
  await tanaka.request.post(`${consoleUrl}/api/tickets/${ticket.id}/risk`, { data: mark });
  await take(sato, ticket);
  await reply(sato, 'こんばんは。相談員の佐藤です。書いてくださって、ありがとうございます。');
  await reply(sato, '夜になると、沈んでしまうのですね。いつごろから続いていますか。');
  await sleep(15_000);
  await write('ひと月くらい前からです。仕事のことを考えると、なかなか眠れません。');
  await phone.getByRole('button', { name: 'スタンプ', exact: true }).click();
  await phone.getByRole('button', { name: 'ねむい' }).click();
  await sleep(15_000);
  await reply(sato, 'ひと月も、眠れない夜を過ごしてこられたのですね。おつらかったと思います。');
  await sleep(15_000);
  await write('誰にも言えなかったので、聞いてもらえて、少しほっとしました。');
  await sato.getByText('誰にも言えなかった').waitFor();
  await sleep(5000);
  await reply(
    sato,
    '話してくださって、よかったです。急がなくて大丈夫です。お仕事のこと、よければもう少し聞かせてください。',
  );
  await phone.getByText('急がなくて大丈夫です').waitFor();

  mkdirSync(IMAGES, { recursive: true });
  await photograph(sato, 'desk');
  await photograph(phone, 'phone');
  await tanaka.getByRole('link', { name: '状況' }).click();
  await tanaka.setViewportSize(BOARD_SIZE);
  await tanaka.getByRole('heading', { name: '状況' }).waitFor();
  await photograph(tanaka, 'board');
  await photographTogether();
}

/** @param {unknown} [error] @returns {Promise<never>} */
async function finish(error) {
  if (error !== undefined) console.error(error);
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
  process.exit(error === undefined ? 0 : 1);
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void finish(new Error(signal)));
await tellTheStory().then(() => finish(), finish);
