import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { parse, stringify } from 'yaml';
import { makeStaffLink } from '../../src/app/staff-link/staff-link.js';
import { readEnvironment } from '../../src/config/environment.js';
import { type SecurityView, type TotpSecret } from '../../src/contract/sign-in.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { Authenticator } from '../support/authenticator.js';
import { ConsoleClient } from '../support/console-client.js';
import { createTestKeyDatabase } from '../support/database.js';
import { codeOf, linkFor, PasskeyUser, personOf, tokenOf } from '../support/passkeys.js';
import { EVENING, freePort, type Relay, relayEnvironment, startRelay } from '../support/relay.js';
import { startStandIn } from '../support/stand-in.js';

const STEP_MS = 30_000;
const PASSWORD = 'a long enough password';

/** What an authenticator app shows, as many steps from now. */
const code = ({ secret }: TotpSecret, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * STEP_MS });
const wrong = (secret: TotpSecret) => {
  const near = new Set([-1, 0, 1, 2].map((steps) => code(secret, steps)));
  return ['000000', '111111', '222222', '333333', '444444'].find((each) => !near.has(each)) ?? '';
};

describe('what a role must show to sign in', () => {
  let standIn: StandIn;
  let relay: Relay;
  let administrator: ConsoleClient;
  let password: string;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    const [sato] = await relay.database.query<{ hash: string }>(
      `SELECT password_hash AS hash FROM staff WHERE login = 'sato'`,
    );
    password = sato?.hash ?? '';
    administrator = await ConsoleClient.signedIn(relay.url, 'admin');
  });
  beforeEach(async () => {
    for (const table of ['sign_in_limit', 'sign_in_policy', 'passkey', 'staff_totp'])
      await relay.database.query(`DELETE FROM ${table}`);
    await relay.database.query(`UPDATE staff SET password_hash = $1 WHERE login = 'sato'`, [password]);
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const policy = (role: string, policyName: string) =>
    relay.database.query('INSERT INTO sign_in_policy VALUES ($1, $2)', [role, policyName]);
  const options = async () =>
    (await (await fetch(`${relay.url}/api/session/options`)).json()) as { password: string };
  const joinedByPassword = async (login: string) => {
    const token = tokenOf(await linkFor(administrator, login));
    const client = new ConsoleClient(relay.url);
    const secret = (await client.request<TotpSecret>('POST', '/api/join/totp', { token })).body;
    return { client, secret, token };
  };

  it('is a password alone in a demo, and nothing but a passkey where the role wants it', async () => {
    expect(await options()).toEqual({ password: 'alone', singleSignOn: null, firstRun: false });
    const client = new ConsoleClient(relay.url);
    expect((await client.signIn('sato', 'tomoshibi-demo-1')).status).toBe(200);
    await policy('counselor', 'passkey');
    expect(codeOf(await client.signIn('sato', 'tomoshibi-demo-1'))).toBe('sign_in_failed');
    // The strictest of one's roles counts, and no other's.
    expect((await client.signIn('tanaka', 'tomoshibi-demo-3')).status).toBe(200);
    for (const role of ['senior-counselor', 'supervisor', 'administrator', 'auditor', 'commissioner'])
      await policy(role, 'passkey');
    expect(await options()).toEqual({ password: 'no', singleSignOn: null, firstRun: false });
  });

  it('answers a role that wants a passkey, a missing code and an unknown name alike', async () => {
    await policy('supervisor', 'passkey');
    await policy('counselor', 'passkey-or-password-totp');
    expect(await options()).toEqual({ password: 'with-code', singleSignOn: null, firstRun: false });
    const client = new ConsoleClient(relay.url);
    const answers = [
      await client.signIn('tanaka', 'tomoshibi-demo-3'),
      await client.signIn('tanaka', 'wrong'),
      await client.signIn('sato', 'tomoshibi-demo-1'),
      await client.signIn('sato', 'tomoshibi-demo-1', '123456'),
      await client.signIn('nobody', 'tomoshibi-demo-1', '123456'),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { error: { code: 'sign_in_failed' } } });
  });

  it('takes a password with a code of an authenticator app, each code once', async () => {
    await policy('counselor', 'passkey-or-password-totp');
    const { client, secret, token } = await joinedByPassword('sato');
    expect(secret.uri).toMatch(/^otpauth:\/\/totp\/Tomoshibi:sato\?/);
    const join = (given: string, chosen = PASSWORD) =>
      client.enter('/api/join/password', { token, password: chosen, code: given });
    // Long enough, and among the first that anybody would try; however it is written.
    for (const common of ['qwerty123456', 'LeaveMeAlone'])
      expect(codeOf(await join(code(secret), common))).toBe('password_common');
    expect(codeOf(await join(wrong(secret)))).toBe('code_refused');
    expect((await join(code(secret))).status).toBe(200);
    const other = new ConsoleClient(relay.url);
    // The code of joining is used up; the next one counts once.
    expect(codeOf(await other.signIn('sato', PASSWORD, code(secret)))).toBe('sign_in_failed');
    const next = code(secret, 1);
    expect((await other.signIn('sato', PASSWORD, next)).status).toBe(200);
    expect(codeOf(await other.signIn('sato', PASSWORD, next))).toBe('sign_in_failed');
    expect(codeOf(await other.signIn('sato', PASSWORD, wrong(secret)))).toBe('sign_in_failed');
    expect(codeOf(await other.signIn('sato', PASSWORD))).toBe('sign_in_failed');
    const stored = await relay.database.query(
      `SELECT encode(secret_sealed, 'escape') AS sealed FROM staff_totp`,
    );
    expect(JSON.stringify(stored)).not.toContain(secret.secret);
  });

  it('of two who show the same code at once, lets one in', async () => {
    await policy('counselor', 'passkey-or-password-totp');
    const { client, secret, token } = await joinedByPassword('sato');
    await client.enter('/api/join/password', { token, password: PASSWORD, code: code(secret) });
    const next = code(secret, 1);
    const two = await Promise.all(
      [1, 2].map(() => new ConsoleClient(relay.url).signIn('sato', PASSWORD, next)),
    );
    expect(two.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
  });

  it('lets nobody set up a password whose role wants a passkey', async () => {
    await policy('counselor', 'passkey');
    const token = tokenOf(await linkFor(administrator, 'sato'));
    const client = new ConsoleClient(relay.url);
    expect(codeOf(await client.request('POST', '/api/join/totp', { token }))).toBe('password_not_allowed');
    const body = { token, password: PASSWORD, code: '123456' };
    expect(codeOf(await client.enter('/api/join/password', body))).toBe('password_not_allowed');
  });

  it('lets an authenticator app be set up, and taken away where another way in is left', async () => {
    await policy('counselor', 'passkey-or-password-totp');
    const user = new PasskeyUser(relay.url);
    await user.join(tokenOf(await linkFor(administrator, 'sato')));
    const { body: secret } = await user.client.request<TotpSecret>('POST', '/api/security/totp/secret', {});
    const confirm = (given: string) =>
      user.client.request<SecurityView>('POST', '/api/security/totp', { code: given });
    expect(codeOf(await confirm(wrong(secret)))).toBe('code_refused');
    expect((await confirm(code(secret))).body.totpSince).toEqual(expect.any(String));
    expect(codeOf(await confirm(code(secret)))).toBe('totp_not_open');
    const removed = await user.client.request<SecurityView>('DELETE', '/api/security/totp');
    expect(removed.body.totpSince).toBeNull();
  });

  it('in production wants passkeys of who supervises or administers, whatever the database says', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-production-'));
    const origin = 'https://soudan.example.org';
    const answering = { origin, rpId: 'soudan.example.org' };
    const provision = parse(await readFile('demo/provision.yaml', 'utf8')) as {
      staff: { password?: string }[];
    };
    for (const person of provision.staff) person.password = undefined;
    const file = path.join(folder, 'provision.yaml');
    await writeFile(file, stringify(provision));
    const keys = await createTestKeyDatabase();
    const env = {
      NODE_ENV: 'production',
      PUBLIC_URL: origin,
      PROVISION_FILE: file,
      LINE_ACCESS_LOG: 'off',
      ...keys.env,
    };
    const real = await startRelay({ standIn, env });
    try {
      await real.database.query(`INSERT INTO sign_in_policy VALUES ('administrator', 'demo-password')`);
      await real.database.query(
        `UPDATE staff SET password_hash = (SELECT password_hash FROM staff WHERE login = 'sato')`,
      );
      const { database } = real;
      const settings = readEnvironment({
        ...relayEnvironment({ database, dataDir: folder, port: await freePort(), standInUrl: standIn.url }),
        ...env,
      });
      const first = (await makeStaffLink({ login: 'admin', recover: false }, settings)).split('\n')[0] ?? '';
      expect(first).toMatch(/^https:\/\/soudan\.example\.org\/join#/);
      const admin = new PasskeyUser(real.url, new Authenticator(), answering);
      const entered = await admin.join(new URL(first).hash.slice(1));
      expect(entered.body).toMatchObject({ staff: { login: 'admin' }, demo: false });
      expect(admin.client.cookie).toMatch(/^__Host-tomoshibi-session=/);
      await expect(makeStaffLink({ login: 'admin', recover: false }, settings)).rejects.toThrow('already');
      await expect(makeStaffLink({ login: 'nobody', recover: false }, settings)).rejects.toThrow(
        'no such person',
      );
      expect(await personOf(admin.client, 'tanaka')).toMatchObject({ policy: 'passkey' });
      expect(await personOf(admin.client, 'sato')).toMatchObject({ policy: 'passkey-or-password-totp' });
      expect(await (await fetch(`${real.url}/api/session/options`)).json()).toEqual({
        password: 'with-code',
        singleSignOn: null,
        firstRun: false,
      });
      const local = new PasskeyUser(real.url, admin.device, { origin: real.url });
      expect(codeOf(await local.signIn())).toBe('passkey_refused');
    } finally {
      await real.close();
      await keys.drop();
      await rm(folder, { recursive: true });
    }
  });

  it('follows the file: policies, who has no password in it, and who was shut out', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-policy-'));
    const provision = parse(await readFile('demo/provision.yaml', 'utf8')) as {
      signIn?: object;
      staff: { login: string; password?: string; active?: boolean }[];
    };
    provision.signIn = { supervisor: 'passkey' };
    for (const person of provision.staff) {
      if (person.login === 'sato') person.password = undefined;
      if (person.login === 'suzuki') person.active = false;
    }
    const file = path.join(folder, 'provision.yaml');
    await writeFile(file, stringify(provision));
    const shutOut = await ConsoleClient.signedIn(relay.url, 'suzuki');
    const other = await startRelay({ standIn, beside: relay, env: { PROVISION_FILE: file } });
    try {
      expect((await shutOut.request('GET', '/api/session')).status).toBe(401);
      const client = new ConsoleClient(other.url);
      expect(codeOf(await client.signIn('suzuki', 'tomoshibi-demo-2'))).toBe('sign_in_failed');
      expect(codeOf(await client.signIn('tanaka', 'tomoshibi-demo-3'))).toBe('sign_in_failed');
      // A password that the file doesn't name stays.
      expect((await client.signIn('sato', 'tomoshibi-demo-1')).status).toBe(200);
    } finally {
      await other.close();
      await relay.database.query('UPDATE staff SET active = true');
      await rm(folder, { recursive: true });
    }
  });
});
