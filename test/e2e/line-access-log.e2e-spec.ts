import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { Consultation } from '../support/consultation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';
import { postWebhook } from '../support/webhook.js';

interface Entry {
  readonly time: string;
  readonly kind: 'call' | 'webhook';
  readonly method: string;
  readonly endpoint?: string;
  readonly path?: string;
  readonly status: number | null;
  readonly requestId?: string | null;
  readonly sender?: string;
  readonly durationMs: number;
}

describe('speaking to LINE', () => {
  let standIn: StandIn;
  let relay: Relay | undefined;
  let folder: string;

  beforeEach(async () => {
    standIn = await startStandIn();
    folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-access-log-'));
  });
  afterEach(async () => {
    await relay?.close();
    await standIn.close();
    await rm(folder, { recursive: true, force: true });
  });
  const start = async (env: Record<string, string>) => {
    relay = await startRelay({ standIn, at: EVENING, env });
    const counselor = await addStaff(relay, {
      login: 'yamada',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    return { relay, counselor };
  };

  it('is logged as LINE asks: each call and each webhook, without contents and without ids', async () => {
    const file = path.join(folder, 'deep', 'access.log');
    const { relay: running, counselor } = await start({ LINE_ACCESS_LOG: file, LINE_TIMEOUT_MS: '1000' });
    const talk = await Consultation.begin(standIn, running, counselor, SUICIDE_PREVENTION);
    await standIn.addFault({ endpoint: 'push', userId: talk.userId, kind: 'timeout', times: 1 });
    await talk.becomes(await talk.reply('秘密の返事'), { state: 'accepted' });
    expect(await postWebhook(running.url, SUICIDE_PREVENTION, '{}', { signature: null })).toBe(401);
    const entries = await eventually(async () => {
      const lines = (await readFile(file, 'utf8')).trim().split('\n');
      const read = lines.map((line) => JSON.parse(line) as Entry);
      // A webhook has its line once its answer has left, which may be after what came of it.
      const done = [200, 401].every((wanted) =>
        read.some(({ kind, status }) => kind === 'webhook' && status === wanted),
      );
      return done && read.some(({ status }) => status === null) ? read : undefined;
    }, 'the log');
    const pushes = entries.filter(({ endpoint }) => endpoint === '/v2/bot/message/push');
    expect(pushes.map(({ status }) => status)).toEqual([null, 200]);
    const accepted = (await standIn.apiCalls({ endpoint: 'push', userId: talk.userId })).at(-1);
    expect(pushes[1]).toEqual({
      level: 30,
      time: expect.any(String),
      kind: 'call',
      method: 'POST',
      endpoint: '/v2/bot/message/push',
      status: 200,
      requestId: accepted?.requestId,
      durationMs: expect.any(Number),
    });
    expect(entries.map(({ endpoint }) => endpoint)).toContain('/oauth2/v3/token');
    const webhooks = entries.filter(({ kind }) => kind === 'webhook');
    expect(webhooks.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 401]));
    for (const webhook of webhooks) {
      expect(webhook).toMatchObject({ method: 'POST', path: `/line/webhook/${SUICIDE_PREVENTION}` });
      expect(webhook.sender).toMatch(/127\.0\.0\.1|::1/);
    }
    const text = await readFile(file, 'utf8');
    for (const secret of [talk.userId, '秘密', '聞いて', 'Bearer']) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/U[0-9a-f]{32}/);
  });

  it('goes on when the log cannot be written', async () => {
    await writeFile(path.join(folder, 'file'), '');
    const { relay: running, counselor } = await start({
      LINE_ACCESS_LOG: path.join(folder, 'file', 'x.log'),
    });
    const talk = await Consultation.begin(standIn, running, counselor, SUICIDE_PREVENTION);
    await talk.becomes(await talk.reply('届きます'), { state: 'accepted' });
  });

  it('takes tokens by an assertion signed with the channel key: no secret leaves', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const assertionKeys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', kty: 'RSA' }];
    await standIn.configureChannel(SUICIDE_PREVENTION, { assertionKeys });
    const file = parse(await readFile('demo/provision.yaml', 'utf8')) as {
      accounts: { id: string; line: Record<string, unknown> }[];
    };
    const account = file.accounts.find(({ id }) => id === SUICIDE_PREVENTION);
    if (account === undefined) throw new Error('the demo has lost an account');
    account.line['assertionKey'] = {
      kid: 'k1',
      privateKey: JSON.stringify(privateKey.export({ format: 'jwk' })),
    };
    const provision = path.join(folder, 'provision.yaml');
    await writeFile(provision, stringify(file));
    const { relay: running, counselor } = await start({ PROVISION_FILE: provision });
    const talk = await Consultation.begin(standIn, running, counselor, SUICIDE_PREVENTION);
    await talk.becomes(await talk.reply('届きます'), { state: 'accepted' });
    const tokens = await standIn.apiCalls({ endpoint: 'token', channel: SUICIDE_PREVENTION });
    // Everything that speaks for the channel shares one.
    expect(tokens.map(({ status }) => status)).toEqual([200]);
    // The key is taken back at LINE: the secret is not used in its place.
    await standIn.configureChannel(SUICIDE_PREVENTION, { assertionKeys: [] });
    await standIn.revokeTokens(SUICIDE_PREVENTION);
    await talk.becomes(await talk.reply('届きません'), { state: 'failed', reason: 'token-refused' });
  });
});
