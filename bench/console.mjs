import { gzipSync } from 'node:zlib';
import { readTypeScript } from '../drill/typescript.mjs';
import { percentile } from './figures.mjs';
import { CONNECTIONS } from './relay.mjs';

const TICKETS = 50;
const MESSAGES = 10_000;

/** Keeps how long each interaction took until the next picture of it, as the browser itself measures that. */
const watch = `
  window.interactions = new Map();
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId) window.interactions.set(interactionId, Math.max(window.interactions.get(interactionId) ?? 0, duration));
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });`;

/**
 * The console in a real browser: what its sign-in route loads, and how long a person waits for what they did, with 50
 * tickets in hand and 10,000 messages in the talk.
 * @param {import('./ingest.mjs').Setting} setting
 */
export async function measureConsole(setting) {
  await fill(setting);
  readTypeScript();
  const { launchBrowser } = await import('../test/support/chromium.js');
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'ja-JP' });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const bytes = await signInBytes(page, setting.relay.url);
    await page.addInitScript({ content: watch });
    const durations = await work(page, setting);
    const result = {
      signin_js_gzip_kb: bytes / 1000,
      inp_ms: percentile(durations, 0.98),
      inp_median_ms: percentile(durations, 0.5),
      interactions: durations.length,
      tickets: TICKETS,
      messages: MESSAGES,
    };
    setting.say(
      `console: sign-in loads ${result.signin_js_gzip_kb.toFixed(1)} kB of JavaScript (gzip) | ` +
        `interaction to next paint p98 ${result.inp_ms} ms of ${result.interactions}`,
    );
    return result;
  } finally {
    await browser.close();
  }
}

/** @param {import('./ingest.mjs').Setting} setting */
async function fill({ generator, account, relay, postgres }) {
  const [caller] = relay.taken;
  await generator.ask({ type: 'prepare', account, callers: [caller], count: MESSAGES });
  const load = { port: relay.port, connections: CONNECTIONS, durationMs: 60_000, count: MESSAGES };
  const { accepted } = await generator.ask({ type: 'closed', ...load }, 90_000);
  if (accepted !== MESSAGES) throw new Error('a message was not accepted');
  await relay.projected();
  await postgres.relay.query(`UPDATE staff SET capacity = $1 WHERE login = 'sato'`, [TICKETS]);
  await postgres.relay.query(
    `UPDATE ticket SET state = 'active', taken_at = waiting_since,
       assigned_to = (SELECT id FROM staff WHERE login = 'sato')
     WHERE id IN (SELECT id FROM ticket WHERE state = 'waiting' ORDER BY id LIMIT $1)`,
    [TICKETS - relay.taken.length],
  );
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} url
 */
async function signInBytes(page, url) {
  let bytes = 0;
  /** @type {Promise<void>[]} */
  const read = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    read.push(response.body().then((body) => void (bytes += gzipSync(body).length)));
  });
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('ログイン名').waitFor();
  await Promise.all(read);
  page.removeAllListeners('response');
  return bytes;
}

/**
 * @param {import('playwright-core').Page} page
 * @param {import('./ingest.mjs').Setting} setting
 * @returns {Promise<number[]>} milliseconds of each interaction
 */
async function work(page, { relay, postgres }) {
  const { id } = await postgres.one(
    `SELECT ticket_id AS id FROM message GROUP BY ticket_id ORDER BY count(*) DESC LIMIT 1`,
  );
  await page.goto(relay.url);
  await page.getByLabel('ログイン名').fill('sato');
  await page.getByLabel('パスワード').fill('tomoshibi-demo-1');
  await page.getByRole('button', { name: 'サインイン' }).click();
  const mine = page.getByRole('region', { name: '相談の一覧' }).or(page.locator('main')).first();
  await mine
    .getByRole('link')
    .nth(TICKETS - 1)
    .waitFor();
  await page.goto(`${relay.url}/?ticket=${id}`);
  const talk = page.getByRole('region', { name: 'メッセージ' });
  const field = page.getByRole('textbox', { name: '返信を書く' });
  await talk.getByRole('article').first().waitFor();
  // What was read back so far stays: the whole talk is in the page's hands.
  await talk.focus();
  for (let press = 0; press < 40; press += 1) await page.keyboard.press('PageUp');
  const own = page.locator(`a[href*="ticket="]`);
  for (let index = 0; index < 20; index += 1) {
    await own.nth((index * 7) % TICKETS).click();
    await field.waitFor();
    await field.pressSequentially('こんばんは', { delay: 20 });
  }
  await page.locator(`a[href$="${id}"]`).click();
  await field.waitFor();
  await field.pressSequentially('ゆっくりで大丈夫です。ここにいます。', { delay: 20 });
  for (const name of [/^音の設定/, /状態を変える$/, /^メニュー/, /^コマンドを探す/]) {
    await page.getByRole('button', { name }).click();
    await page.locator('[role="dialog"], [role="menu"]').first().waitFor();
    await page.keyboard.press('Escape');
  }
  await page.mouse.move(640, 400);
  for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, -600);
  const known = await page.evaluate('[...window.interactions.values()]');
  const all = await page.evaluate('performance.interactionCount');
  // The browser names none that was shorter than its threshold.
  const short = Math.max(0, Number(all) - known.length);
  return [...known, ...Array.from({ length: short }, () => 16)];
}
