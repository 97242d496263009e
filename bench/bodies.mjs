import { createHash, createHmac, randomBytes } from 'node:crypto';

/** What callers write: short bubbles and long ones, as in a real talk. */
const texts = [
  'こんばんは',
  '眠れません',
  '少しだけ、話を聞いてもらえますか。',
  '学校でのことを誰にも言えなくて、ずっとひとりで抱えています。',
  'はい',
  'そうですね……たぶん去年の秋ごろからだと思います。',
  '家に帰るのがつらいです。でも行くところもないので、いつも公園でしばらく時間をつぶしてから帰っています。',
  'ありがとうございます😢',
  '今は落ち着いています',
  '𠮷田さんという先生にだけは、一度話したことがあります。そのときは「考えすぎだよ」と言われて、それからは誰にも話していません。どうすればよかったんでしょうか。',
];

/**
 * User ids of people who exist only here, the same in every run.
 * @param {string} group
 * @param {number} count
 */
export function userIds(group, count) {
  return Array.from(
    { length: count },
    (_, index) => `U${createHash('sha256').update(`${group} ${index}`).digest('hex').slice(0, 32)}`,
  );
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
let issued = 0;
const run = randomBytes(11);

/** A ULID that comes once: LINE's `webhookEventId` has this form. */
function ulid(at = Date.now()) {
  issued += 1;
  let text = '';
  for (let rest = at, index = 0; index < 10; index += 1, rest = Math.floor(rest / 32))
    text = CROCKFORD[rest % 32] + text;
  for (const byte of run) text += CROCKFORD[byte % 32];
  let tail = '';
  for (let rest = issued, index = 0; index < 5; index += 1, rest = Math.floor(rest / 32))
    tail = CROCKFORD[rest % 32] + tail;
  return text + tail;
}

/**
 * @typedef {object} Account
 * @property {string} secret LINE channel secret
 * @property {string} destination the bot's user id
 * @property {string} path where its webhooks go
 */

/**
 * One HTTP request as LINE sends it, ready to be written to a socket: one text message of one person, signed.
 * @param {Account} account
 * @param {string} userId
 * @param {string} text
 * @param {number} [timestamp]
 */
export function textWebhook(account, userId, text, timestamp = Date.now()) {
  const id = ulid(timestamp);
  const body = Buffer.from(
    JSON.stringify({
      destination: account.destination,
      events: [
        {
          type: 'message',
          message: {
            type: 'text',
            id: String(500_000_000_000_000_000n + BigInt(issued)),
            quoteToken: `q3Plxr4AgKd${id}7GMhBDzyTT4wNc1sqs`,
            text,
          },
          webhookEventId: id,
          deliveryContext: { isRedelivery: false },
          timestamp,
          source: { type: 'user', userId },
          replyToken: createHash('md5').update(id).digest('hex'),
          mode: 'active',
        },
      ],
    }),
  );
  const signature = createHmac('sha256', account.secret).update(body).digest('base64');
  const head =
    `POST ${account.path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json; charset=utf-8\r\n` +
    `User-Agent: LineBotWebhook/2.0\r\nX-Line-Signature: ${signature}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

/**
 * Requests of many callers in turn, made beforehand: signing is not what is measured.
 * @param {Account} account
 * @param {readonly string[]} callers
 * @param {number} count
 */
export function manyWebhooks(account, callers, count) {
  const from = Date.now() - count;
  return Array.from({ length: count }, (_, index) =>
    textWebhook(
      account,
      callers[index % callers.length] ?? '',
      texts[index % texts.length] ?? '',
      from + index,
    ),
  );
}
