import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AuditPage } from '../../src/contract/audit-view.js';
import { type SecurityView } from '../../src/contract/sign-in.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { Authenticator } from '../support/authenticator.js';
import { ConsoleClient } from '../support/console-client.js';
import { codeOf, linkFor, PasskeyUser, personOf, staffIdOf, tokenOf } from '../support/passkeys.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

describe('passkeys', () => {
  let standIn: StandIn;
  let relay: Relay;
  let administrator: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    administrator = await ConsoleClient.signedIn(relay.url, 'admin');
  });
  beforeEach(async () => {
    await relay.database.query('DELETE FROM sign_in_limit');
    await relay.database.query('DELETE FROM passkey');
    await relay.database.query('DELETE FROM webauthn_challenge');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const joined = async (login: string) => {
    const user = new PasskeyUser(relay.url);
    expect((await user.join(tokenOf(await linkFor(administrator, login)))).status).toBe(200);
    return user;
  };
  const security = async (client: ConsoleClient) =>
    (await client.request<SecurityView>('GET', '/api/security')).body;
  const questions = async () =>
    (await relay.database.query<{ count: number }>('SELECT count(*)::int FROM webauthn_challenge'))[0]?.count;

  it('are made by a one-time link, and let in without a name or a password from then on', async () => {
    const link = await linkFor(administrator, 'sato');
    expect(link.url).toMatch(new RegExp(`^${relay.url}/join#[A-Za-z0-9_-]{43}$`));
    const user = new PasskeyUser(relay.url);
    const look = { token: tokenOf(link) };
    expect((await user.client.request('POST', '/api/join', look)).body).toMatchObject({
      login: 'sato',
      displayName: '佐藤',
      recovery: false,
    });
    expect((await user.join(tokenOf(link), '相談室の PC')).body).toMatchObject({ staff: { login: 'sato' } });
    const again = new PasskeyUser(relay.url, user.device);
    expect((await again.signIn()).body).toMatchObject({ staff: { login: 'sato' } });
    expect((await security(again.client)).passkeys).toMatchObject([
      { name: '相談室の PC', lastUsedAt: expect.any(String), synced: false, suspect: false },
    ]);
    const stored = await relay.database.query(`SELECT encode(name_sealed, 'escape') AS name FROM passkey`);
    expect(JSON.stringify(stored)).not.toContain('PC');
  });

  it('ask for the person as well as for the device, and for a key that is found without a name', async () => {
    const user = new PasskeyUser(relay.url);
    const options = await user.asked('/api/join/passkey/options', {
      token: tokenOf(await linkFor(administrator, 'sato')),
    });
    expect(options).toMatchObject({
      rp: { id: 'localhost' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    const asked = await user.asked('/api/session/passkey/options');
    expect(asked).toMatchObject({ rpId: 'localhost', userVerification: 'required', allowCredentials: [] });
  });

  it('may be several, each with a name, and one that was removed is refused with its sessions', async () => {
    const user = await joined('sato');
    const second = new PasskeyUser(relay.url, new Authenticator());
    expect((await user.add(second.device, 'スマホ')).body.passkeys).toHaveLength(2);
    expect((await second.signIn()).status).toBe(200);
    const live = await second.client.live();
    const [, phone] = (await security(user.client)).passkeys;
    const path = `/api/security/passkeys/${phone?.id}`;
    const renamed = await user.client.request<SecurityView>('PUT', path, { name: '個人のスマホ' });
    expect(renamed.body.passkeys.map(({ name }) => name)).toEqual(['わたしの鍵', '個人のスマホ']);
    expect((await user.client.request('DELETE', path)).status).toBe(200);
    await eventually(() => live.ended || undefined, 'the socket of the removed passkey being cut off', 5000);
    expect((await second.client.request('GET', '/api/session')).status).toBe(401);
    expect(codeOf(await second.signIn())).toBe('passkey_refused');
    expect((await user.client.request('GET', '/api/session')).status).toBe(200);
    expect((await user.client.request('DELETE', path)).status).toBe(404);
  });

  it('can be removed in the session that began with it, which goes on', async () => {
    const user = await joined('sato');
    const [passkey] = (await security(user.client)).passkeys;
    expect((await user.client.request('DELETE', `/api/security/passkeys/${passkey?.id}`)).status).toBe(200);
    expect((await security(user.client)).passkeys).toEqual([]);
  });

  it.each([
    ['the page of somebody else', { origin: 'https://evil.example' }],
    ['another name of the site', { rpId: 'evil.example' }],
    ['no finger, face or PIN', { verified: false }],
  ])('are refused with %s, and the question is spent', async (_, lie) => {
    const user = await joined('sato');
    expect(codeOf(await user.signIn({ ...user.answering, ...lie }))).toBe('passkey_refused');
    expect(await questions()).toBe(0);
    expect((await user.signIn()).status).toBe(200);
  });

  it.each([
    ['the page of somebody else', { origin: 'https://evil.example' }],
    ['no finger, face or PIN', { verified: false }],
  ])('are not made with %s', async (_, lie) => {
    const token = tokenOf(await linkFor(administrator, 'sato'));
    const user = new PasskeyUser(relay.url, new Authenticator(), { origin: relay.url, ...lie });
    expect(codeOf(await user.join(token))).toBe('passkey_refused');
    // The link was not used up by it.
    expect((await new PasskeyUser(relay.url).join(token)).status).toBe(200);
  });

  it('answer a question once: the same answer again, and an answer to an old question, are refused', async () => {
    const user = await joined('sato');
    const enter = (response: unknown) => user.client.enter('/api/session/passkey', { response });
    const answer = user.device.get(await user.asked('/api/session/passkey/options'), user.answering);
    expect((await enter(answer)).status).toBe(200);
    expect(codeOf(await enter(answer))).toBe('passkey_refused');
    const late = user.device.get(await user.asked('/api/session/passkey/options'), user.answering);
    await relay.database.query(`UPDATE webauthn_challenge SET expires_at = now() - interval '1 second'`);
    expect(codeOf(await enter(late))).toBe('passkey_refused');
    const own = user.device.get({ challenge: 'A'.repeat(43) }, user.answering);
    expect(codeOf(await enter(own))).toBe('passkey_refused');
  });

  it('answer only the question they were asked: not that of another purpose or session', async () => {
    const user = await joined('sato');
    const other = new PasskeyUser(relay.url, user.device);
    expect((await other.signIn()).status).toBe(200);
    const forSignIn = await user.asked('/api/session/passkey/options');
    const verify = (who: PasskeyUser, challenge: string) =>
      who.client.request('POST', '/api/session/verification', {
        kind: 'passkey',
        response: user.device.get({ challenge }, user.answering),
      });
    expect(codeOf(await verify(user, forSignIn.challenge))).toBe('verification_failed');
    const forOther = await other.asked('/api/session/verification/options');
    expect(codeOf(await verify(user, forOther.challenge))).toBe('verification_failed');
    expect((await verify(other, forOther.challenge)).status).toBe(204);
  });

  it('of nobody, of somebody else’s signature and of who left are answered alike', async () => {
    const user = await joined('sato');
    const stranger = new PasskeyUser(relay.url);
    const forged = new PasskeyUser(relay.url, new Authenticator());
    user.device.id.copy(forged.device.id);
    const answers = [await stranger.signIn(), await forged.signIn()];
    await relay.database.query(`UPDATE staff SET active = false WHERE login = 'sato'`);
    try {
      answers.push(await user.signIn());
    } finally {
      await relay.database.query('UPDATE staff SET active = true');
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { error: { code: 'passkey_refused' } } });
    expect((await user.signIn()).status).toBe(200);
  });

  it('that count are refused for good once the count goes back: there may be two of them', async () => {
    const user = await joined('sato');
    user.device.counter = 7;
    expect((await user.signIn()).status).toBe(200);
    const clone = new PasskeyUser(relay.url, user.device.cloned());
    expect((await user.signIn()).status).toBe(200);
    expect(codeOf(await clone.signIn())).toBe('passkey_refused');
    expect(codeOf(await user.signIn())).toBe('passkey_refused');
    expect(await personOf(administrator, 'sato')).toMatchObject({ passkeys: 0, suspectPasskeys: 1 });
  });

  it('that may have been copied take their sessions along, and what was added in those', async () => {
    const user = await joined('sato');
    user.device.counter = 7;
    expect((await user.signIn()).status).toBe(200);
    const clone = new PasskeyUser(relay.url, user.device.cloned());
    clone.device.counter = 20;
    expect((await clone.signIn()).status).toBe(200);
    const [added, further] = [new PasskeyUser(relay.url), new PasskeyUser(relay.url)];
    expect((await clone.add(added.device)).status).toBe(200);
    expect((await added.signIn()).status).toBe(200);
    expect((await added.add(further.device)).status).toBe(200);
    expect((await further.signIn()).status).toBe(200);
    const neighbour = await ConsoleClient.signedIn(relay.url, 'suzuki');
    const watching = await clone.client.live();
    // The owner comes by the key they have always had: its count is behind that of the copy.
    expect(codeOf(await user.signIn())).toBe('passkey_refused');
    for (const { client } of [user, clone, added, further])
      expect((await client.request('GET', '/api/security')).status).toBe(401);
    await eventually(() => watching.ended || undefined, 'the end of the copier’s console');
    for (const one of [user, clone, added, further])
      expect(codeOf(await one.signIn())).toBe('passkey_refused');
    expect((await neighbour.request('GET', '/api/security')).status).toBe(200);
    expect(await personOf(administrator, 'sato')).toMatchObject({ passkeys: 0, suspectPasskeys: 3 });
    const { body } = await administrator.request<AuditPage>('GET', '/api/audit?act=passkey.suspect');
    const told = body.entries.slice(0, 3);
    expect(
      told.map(({ details }) => details['endedSessions']).toSorted((a, b) => Number(a) - Number(b)),
    ).toEqual([1, 1, 3]);
  });

  it('that failed too often are stopped, and no other passkey with them', async () => {
    const user = await joined('sato');
    const second = new PasskeyUser(relay.url, new Authenticator());
    await user.add(second.device);
    const lie = { ...user.answering, origin: 'https://evil.example' };
    for (let time = 0; time < 10; time += 1) expect((await user.signIn(lie)).status).toBe(401);
    expect(codeOf(await user.signIn())).toBe('too_many_attempts');
    expect((await second.signIn()).status).toBe(200);
  });

  it('that are registered already, and the last way in, are said as what they are', async () => {
    await relay.database.query(`INSERT INTO sign_in_policy VALUES ('counselor', 'passkey')`);
    try {
      const user = await joined('sato');
      expect(codeOf(await user.add(user.device))).toBe('passkey_known');
      const [passkey] = (await security(user.client)).passkeys;
      const path = `/api/security/passkeys/${passkey?.id}`;
      expect(codeOf(await user.client.request('DELETE', path))).toBe('last_way_in');
      expect((await user.signIn()).status).toBe(200);
    } finally {
      await relay.database.query('DELETE FROM sign_in_policy');
    }
  });

  it('belong to one person: nobody removes, renames or verifies with those of another', async () => {
    const [user, other] = [await joined('sato'), await joined('suzuki')];
    const [passkey] = (await security(other.client)).passkeys;
    const path = `/api/security/passkeys/${passkey?.id}`;
    expect(codeOf(await user.client.request('DELETE', path))).toBe('passkey_not_found');
    expect(codeOf(await user.client.request('PUT', path, { name: '私の' }))).toBe('passkey_not_found');
    const { challenge } = await user.asked('/api/session/verification/options');
    const response = other.device.get({ challenge }, other.answering);
    const verified = await user.client.request('POST', '/api/session/verification', {
      kind: 'passkey',
      response,
    });
    expect(codeOf(verified)).toBe('verification_failed');
    expect(await staffIdOf(administrator, 'suzuki')).not.toBe(await staffIdOf(administrator, 'sato'));
  });
});
