import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readArguments } from '../../src/app/line-check/arguments.js';
import { runLineCheck } from '../../src/app/line-check/run.js';
import { readEnvironment } from '../../src/config/environment.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type Relay, relayEnvironment, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, pointWebhooksAt, startStandIn } from '../support/stand-in.js';

/** The demo's, as they stand in demo/provision.yaml and demo/line-stand-in.yaml. */
const SECRET = '5b0d6c1f4a7e2938b1c05d7e9f3a6284';
const BOT_USER_ID = 'U1f0a5c7b9d2e4836af1b3c5d7e9f0a21';
const RIGHT = {
  channelSecret: SECRET,
  chatMode: 'chat',
  markAsReadMode: 'manual',
  webhookActive: true,
  totalUsage: 0,
} as const;

let standIn: StandIn;
let relay: Relay;

beforeAll(async () => {
  standIn = await startStandIn();
  relay = await startRelay({ standIn });
});

afterAll(async () => {
  await relay.close();
  await standIn.close();
});

beforeEach(async () => {
  await standIn.configureChannel(HUMAN_RIGHTS, RIGHT);
  await standIn.clearFaults();
  await pointWebhooksAt(standIn, relay.url);
  await relay.database.query('DELETE FROM line_confirmation');
});

/** Runs the command as a terminal would, beside the running server. */
async function lineCheck(
  given: string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; text: string }> {
  const { database } = relay;
  const settings = relayEnvironment({ database, dataDir: '/nowhere', port: 0, standInUrl: standIn.url });
  const environment = readEnvironment({ ...settings, PUBLIC_URL: relay.url, ...env });
  let text = '';
  const code = await runLineCheck(readArguments([HUMAN_RIGHTS, ...given], {}), environment, (part) => {
    text += part;
  });
  expect(text).not.toContain(SECRET);
  return { code, text };
}

describe('line:check', () => {
  it('finds nothing to change where all is well, and says so in both languages', async () => {
    const japanese = await lineCheck([]);
    expect(japanese.code).toBe(0);
    expect(japanese.text).toContain('LINE から分かる設定は、すべてよし。');
    expect(japanese.text).toContain(`Webhook URL は ${relay.url}/line/webhook/human-rights`);
    expect(japanese.text).not.toMatch(/[✗]/);
    const english = await lineCheck(['--lang', 'en']);
    expect(english.text).toContain('Everything that LINE tells is as it should be.');
    expect(english.text).not.toContain('よし');
  });

  it.each([
    ['a chat that is off', { chatMode: 'bot' }, /✗ .*「チャット」がオフ/],
    ['automatic reading', { markAsReadMode: 'auto' }, /✗ .*既読が自動で付く/],
    ['a webhook that is off', { webhookActive: false }, /✗ .*「Webhookの利用」がオフ/],
    ['another address', { webhookUrl: 'http://localhost:9/line/webhook/x' }, /✗ .*Webhook URL が http/],
    ['a month that is nearly used up', { totalUsage: 24_000 }, /✗ .*今月 24000 \/ 30000 通/],
  ] as const)('finds %s, and says where to change it', async (_case, patch, found) => {
    await standIn.configureChannel(HUMAN_RIGHTS, patch);
    const { code, text } = await lineCheck([]);
    expect(code).toBe(1);
    expect(text).toMatch(found);
    expect(text).toMatch(/→ .*(LINE|PROVISION_FILE)/);
  });

  it("finds another bot's id", async () => {
    const own = `UPDATE account SET bot_user_id = $1 WHERE id = '${HUMAN_RIGHTS}' RETURNING bot_user_id`;
    await relay.database.query(own, [`U${'0'.repeat(32)}`]);
    const { code, text } = await lineCheck([]);
    await relay.database.query(own, [BOT_USER_ID]);
    expect(code).toBe(1);
    expect(text).toContain(`（または PROVISION_FILE）の botUserId を ${BOT_USER_ID} に直す`);
  });

  it('finds a webhook that does not answer', async () => {
    await standIn.configureChannel(HUMAN_RIGHTS, {
      webhookUrl: 'http://127.0.0.1:9/line/webhook/human-rights',
    });
    const { code, text } = await lineCheck([], { PUBLIC_URL: '' });
    expect(code).toBe(1);
    expect(text).toMatch(/✓ .*Webhook URL/);
    expect(text).toMatch(/✗ .*接続テストに失敗/);
  });

  it('finds a secret that LINE does not know', async () => {
    await standIn.configureChannel(HUMAN_RIGHTS, { channelSecret: '0'.repeat(32) });
    const { code, text } = await lineCheck(['--lang', 'en']);
    expect(code).toBe(1);
    expect(text).toContain('LINE does not accept us as this channel (HTTP 400)');
  });

  it('tells what it could not find out from what is wrong', async () => {
    await standIn.addFault({ endpoint: 'quota', times: 1, kind: 'status', status: 500 });
    const { code, text } = await lineCheck([]);
    expect(code).toBe(1);
    expect(text).toMatch(/\? 分からない: 今月の通数.*HTTP 500/);
    expect(text).toContain('✓ よし: 「チャット」がオン');
    const unreachable = await lineCheck([], { LINE_API_BASE_URL: 'http://127.0.0.1:1' });
    expect(unreachable.text).toMatch(/\? 分からない: アクセストークン.*接続できない/);
  });

  it('records who has looked at what the API can not tell, and when', async () => {
    expect((await lineCheck([])).text).toMatch(/未確認 \[greeting\]/);
    await lineCheck(['--confirm', 'greeting', '--by', '佐藤']);
    await lineCheck(['--confirm', 'greeting', '--by', '田中']);
    expect((await lineCheck([])).text).toMatch(/確認済み \(田中, \d{4}-\d\d-\d\d \d\d:\d\d\) \[greeting\]/);
    expect(await relay.database.query('SELECT item, confirmed_by FROM line_confirmation')).toEqual([
      { item: 'greeting', confirmed_by: '田中' },
    ]);
  });

  it('refuses what does not exist, and changes nothing', async () => {
    await expect(lineCheck(['--confirm', 'nothing', '--by', '佐藤'])).rejects.toThrow(
      /no item nothing.*greeting/,
    );
    expect(await relay.database.query('SELECT FROM line_confirmation')).toEqual([]);
    const environment = readEnvironment(
      relayEnvironment({ database: relay.database, dataDir: '/nowhere', port: 0, standInUrl: standIn.url }),
    );
    const elsewhere = readArguments(['elsewhere'], {});
    await expect(runLineCheck(elsewhere, environment, () => undefined)).rejects.toThrow(
      'There is no account elsewhere. There are: human-rights, suicide-prevention.',
    );
    await expect(lineCheck([], { MASTER_KEY: Buffer.alloc(32).toString('base64') })).rejects.toThrow(
      /^MASTER_KEY/,
    );
    await expect(lineCheck([], { DATABASE_URL: 'postgresql://nobody:pw@127.0.0.1:1/none' })).rejects.toThrow(
      /^DATABASE_URL: .*ECONNREFUSED/,
    );
  });
});

describe('its arguments', () => {
  it.each([
    [{}, 'ja'],
    [{ LANG: 'C.UTF-8' }, 'ja'],
    [{ LANG: 'ja_JP.UTF-8' }, 'ja'],
    [{ LANG: 'en_GB.UTF-8' }, 'en'],
    [{ LANG: 'en_GB.UTF-8', LC_ALL: 'ja_JP.UTF-8' }, 'ja'],
  ])('speak the language of %j', (environment, language) => {
    expect(readArguments(['x'], environment).language).toBe(language);
  });

  it.each([
    [[]],
    [['a', 'b']],
    [['a', '--lang', 'fr']],
    [['a', '--confirm', 'greeting']],
    [['a', '--confirm', 'greeting', '--by', ' ']],
    [['a', '--by', '佐藤']],
    [['a', '--force']],
  ])('are refused with how to call it: %j', (given) => {
    expect(() => readArguments(given, {})).toThrow(/Usage: npm run line:check -- <account>/);
  });
});
