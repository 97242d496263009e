import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './product.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./people.mjs').People} People */
/** @typedef {import('./people.mjs').Ticket} Ticket */
/** @typedef {Record<'sato' | 'suzuki' | 'tanaka' | 'admin', Page>} Windows */

const HUMAN_RIGHTS = 'human-rights';
const LISTENING = 'suicide-prevention';
const MINUTE_MS = 60_000;

/** An evening sky, as somebody might see it from a window. */
const sky = `<style>body { margin: 0; height: 100vh; background: linear-gradient(#1d2b4f, #5b5f8c 45%, #d99a7c 78%, #f3cfa0) }
  i { position: absolute; border-radius: 50%; background: #fff6dd } b { position: absolute; bottom: 0; background: #1b1a2b }</style>
  <i style="left:430px;top:60px;width:46px;height:46px"></i><i style="left:120px;top:80px;width:4px;height:4px"></i>
  <i style="left:250px;top:40px;width:3px;height:3px"></i><i style="left:330px;top:130px;width:3px;height:3px"></i>
  <b style="left:0;width:150px;height:110px"></b><b style="left:140px;width:120px;height:70px"></b>
  <b style="left:250px;width:90px;height:150px"></b><b style="left:335px;width:305px;height:85px"></b>`;

/** One evening: several talk, two wait, and somebody is in danger. @param {People} people @param {Windows} windows @param {Date} evening */
export async function tellTheStory(people, windows, evening) {
  const { sato, suzuki, tanaka, admin } = windows;
  const before = (/** @type {number} */ minutes) => new Date(evening.getTime() - minutes * MINUTE_MS);
  await giveTime(people, admin);

  // A consultation that began before the human-rights line closed, and goes on.
  await people.setClock(tanaka, new Date(`${evening.toISOString().slice(0, 10)}T17:06:00+09:00`));
  const early = await people.newcomer(
    tanaka,
    HUMAN_RIGHTS,
    'みどり',
    '職場で、言葉づかいをくり返しからかわれています。どこに相談したらいいか、わからなくて。',
  );
  await people.act(sato, early.ticket, 'take');
  await people.reply(
    sato,
    early.ticket,
    '書いてくださって、ありがとうございます。一緒に考えさせてください。',
  );

  await people.setClock(tanaka, before(34));
  const school = await people.newcomer(tanaka, LISTENING, 'そら', '学校のことで、話を聞いてほしいです。');
  await people.act(suzuki, school.ticket, 'take');
  await people.reply(suzuki, school.ticket, 'こんばんは。相談員の鈴木です。聞かせてくださいね。');
  const bridge = await people.newcomer(tanaka, LISTENING, 'あお', '橋の上にいます。もう疲れました。');
  await people.act(suzuki, bridge.ticket, 'take');
  await people.reply(suzuki, bridge.ticket, '書いてくださって、ありがとうございます。いま、おひとりですか。');
  await people.writes(LISTENING, bridge.userId, 'ひとりです。青葉橋のまんなかあたりにいます。');

  await people.setClock(tanaka, before(9));
  await people.writes(
    HUMAN_RIGHTS,
    early.userId,
    'ありがとうございます。今日のことを、少しまとめてみました。',
  );
  await people.newcomer(tanaka, LISTENING, 'なぎ', '少しだけ、話を聞いてもらえますか。');
  await people.setClock(tanaka, before(4));
  await people.newcomer(tanaka, LISTENING, 'ひかり', 'うまく書けないのですが、いいですか。');
  await askFirst(people, windows, school.ticket);
  return { bridge: bridge.ticket, ...(await talk(people, windows, evening)) };
}

/** Consultations have a length that nobody is held to. @param {People} people @param {Page} admin */
async function giveTime(people, admin) {
  const path = `/admin/accounts/${LISTENING}`;
  const { version, name, purpose, settings } = await people.ask(admin, 'GET', path);
  const limits = { ...settings.limits, minutes: 50, warnMinutes: 10 };
  await people.ask(admin, 'PUT', path, { version, name, purpose, settings: { ...settings, limits } });
}

/** A reply that a supervisor looks at before it leaves. @param {People} people @param {Windows} windows @param {Ticket} ticket */
async function askFirst(people, { suzuki, tanaka }, ticket) {
  const rule = { kind: 'ticket', ticketId: ticket.id, reason: 'はじめての担当なので、いっしょに見ます' };
  await people.ask(tanaka, 'POST', '/approval-rules', rule);
  await people.reply(
    suzuki,
    ticket,
    '話してくださって、ありがとうございます。学校で、どんなことがありましたか。',
  );
}

/** A caller and a counselor, in both their windows. @param {People} people @param {Windows} windows @param {Date} evening */
async function talk(people, { sato, tanaka }, evening) {
  await people.setClock(tanaka, evening);
  const phone = await people.phone(evening);
  await phone.goto(`${people.phoneUrl}?caller=${encodeURIComponent('ことり')}#/${LISTENING}`);
  await phone.getByRole('button', { name: '友だち追加', exact: true }).click();
  await phone.getByText('友だち追加ありがとうございます').waitFor();
  const write = async (/** @type {string} */ text) => {
    await phone.getByRole('textbox', { name: 'メッセージを入力' }).fill(text);
    await phone.getByRole('button', { name: '送信', exact: true }).click();
  };
  const ticket = await people.newTicket(tanaka, () =>
    write('こんばんは。夜になると、気持ちが沈んでしまって。'),
  );
  await phone.getByText('番目です').waitFor();
  // Others have waited longer: she goes first because somebody worries about her.
  await people.act(tanaka, ticket, 'risk', { risk: 'watch', reason: '気持ちが沈んでいるとのこと' });
  await people.act(sato, ticket, 'take');
  const says = async (/** @type {string} */ text, /** @type {string} */ quotes = '') => {
    await people.reply(sato, ticket, text, ...(quotes === '' ? [] : [quotes]));
    await phone.getByText(text).last().waitFor();
  };
  await says('こんばんは。相談員の佐藤です。いつごろから続いていますか。');
  await sendPicture(people, phone);
  await write('ひと月くらい前からです。仕事のことを考えると、なかなか眠れません。');
  await phone.getByRole('button', { name: 'スタンプ', exact: true }).click();
  await phone.getByRole('button', { name: 'ねむい' }).click();
  const said = await eventually(async () => {
    const { messages } = await people.ask(sato, 'GET', `/tickets/${ticket.id}`);
    return messages.find((/** @type {{ content: { text?: string } }} */ { content }) =>
      content.text?.startsWith('ひと月'),
    );
  }, 'what she said');
  await people.act(tanaka, ticket, 'whispers', {
    clientId: randomUUID(),
    text: '眠れているか、食べられているかを、ゆっくり聞いてみてください。',
  });
  await says('ひと月も、眠れない夜を過ごしてこられたのですね。', said.id);
  await write('聞いてもらえて、少しほっとしました。');
  await sato.goto(`${people.consoleUrl}/?ticket=${ticket.id}`);
  await sato.getByText('少しほっとしました').waitFor();
  await sato
    .getByRole('textbox', { name: '返信を書く' })
    .fill('話してくださって、よかったです。急がなくて大丈夫です。');
  await sleep(2000);
  return { phone };
}

/** @param {People} people @param {Page} phone */
async function sendPicture(people, phone) {
  const window = await people.window({ width: 640, height: 480 });
  await window.setContent(sky);
  const buffer = await window.screenshot({ type: 'jpeg', quality: 80 });
  await window.context().close();
  await phone.locator('input[type="file"]').first().setInputFiles({
    name: 'sky.jpg',
    mimeType: 'image/jpeg',
    buffer,
  });
}

/** Somebody's life is in danger, and people do something about it. @param {People} people @param {Windows} windows @param {Ticket} ticket */
export async function emergency(people, { suzuki, tanaka }, ticket) {
  const situation = { situation: '青葉橋の上にいると書いている' };
  const { incidents } = await people.act(tanaka, ticket, 'incidents', situation);
  const path = `/incidents/${incidents[0].id}`;
  await people.ask(suzuki, 'POST', `${path}/steps/0`, { state: 'done', note: 'ひとりで橋の上。けがはない' });
  for (const [fact, text] of [
    ['place', '青葉橋の、まんなかあたり'],
    ['companions', 'ひとり'],
  ])
    await people.ask(suzuki, 'POST', `${path}/facts`, {
      clientId: randomUUID(),
      fact,
      text,
      messageId: null,
    });
  await people.ask(tanaka, 'POST', `${path}/steps/1`, {
    state: 'done',
    note: '鈴木さんと決めた。119 に電話する',
  });
  // What rang before is seen by now.
  for (const seen of await tanaka.getByRole('button', { name: /^確認した/ }).all()) await seen.click();
  await tanaka.goto(`${people.consoleUrl}/emergency?ticket=${ticket.id}`);
  await tanaka.getByText('青葉橋の、まんなかあたり').first().waitFor();
}
