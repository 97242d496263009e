import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type PeopleView, type SecurityView, type SignInLink } from '../../src/contract/sign-in.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { Authenticator } from '../support/authenticator.js';
import { ConsoleClient } from '../support/console-client.js';
import { codeOf, linkFor, PasskeyUser, personOf, staffIdOf, tokenOf } from '../support/passkeys.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const reason = { reason: 'スマホを落としたと、本人から電話がありました' };

describe('one-time links and recovery', () => {
  let standIn: StandIn;
  let relay: Relay;
  let administrator: ConsoleClient;
  let second: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    administrator = await ConsoleClient.signedIn(relay.url, 'admin');
    second = await addStaff(relay, { login: 'admin2', memberships: { [SUICIDE_PREVENTION]: 'counselor' } });
    await relay.database.query(`UPDATE staff SET administrator = true WHERE login = 'admin2'`);
  });
  beforeEach(async () => {
    for (const table of ['sign_in_limit', 'passkey', 'sign_in_link', 'staff_recovery'])
      await relay.database.query(`DELETE FROM ${table}`);
    await relay.database.query('UPDATE session SET verified_at = now()');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const at = async (login: string, action: string) =>
    `/api/people/${await staffIdOf(administrator, login)}/${action}`;
  const look = (token: string) => new ConsoleClient(relay.url).request('POST', '/api/join', { token });
  const joined = async (login: string) => {
    const user = new PasskeyUser(relay.url);
    expect((await user.join(tokenOf(await linkFor(administrator, login)))).status).toBe(200);
    return user;
  };

  it('a link can be used once, is kept as a hash, and is listed until then', async () => {
    const link = await linkFor(administrator, 'sato');
    const token = tokenOf(link);
    expect(await personOf(administrator, 'sato')).toMatchObject({
      link: { recovery: false, expiresAt: link.expiresAt },
    });
    const rows = await relay.database.query(`SELECT encode(token_hash, 'escape') AS hash FROM sign_in_link`);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect((await new PasskeyUser(relay.url).join(token)).status).toBe(200);
    expect(codeOf(await look(token))).toBe('link_unusable');
    await expect(new PasskeyUser(relay.url).join(token)).rejects.toThrow('410 link_unusable');
    expect(await personOf(administrator, 'sato')).toMatchObject({ link: null, passkeys: 1 });
  });

  it('of two who use the same link at once, one gets in', async () => {
    const token = tokenOf(await linkFor(administrator, 'sato'));
    const users = [new PasskeyUser(relay.url), new PasskeyUser(relay.url)];
    const answers = await Promise.all(
      users.map(async (user) => {
        const options = await user.asked('/api/join/passkey/options', { token });
        return { user, body: { token, name: '鍵', response: user.device.create(options, user.answering) } };
      }),
    );
    const statuses = await Promise.all(
      answers.map(async ({ user, body }) => (await user.client.enter('/api/join/passkey', body)).status),
    );
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 410]);
  });

  it('a link that ran out, was replaced, or is of somebody who left is worth nothing', async () => {
    const [first, replaced] = [await linkFor(administrator, 'sato'), await linkFor(administrator, 'sato')];
    expect(codeOf(await look(tokenOf(first)))).toBe('link_unusable');
    expect((await look(tokenOf(replaced))).status).toBe(200);
    await relay.database.query(`UPDATE staff SET active = false WHERE login = 'sato'`);
    expect(codeOf(await look(tokenOf(replaced)))).toBe('link_unusable');
    await relay.database.query('UPDATE staff SET active = true');
    await relay.database.query(`UPDATE sign_in_link SET expires_at = now() - interval '1 second'`);
    expect(codeOf(await look(tokenOf(replaced)))).toBe('link_unusable');
    expect(codeOf(await look('A'.repeat(43)))).toBe('link_unusable');
  });

  it('guessing links is stopped by address, and using one is not counted', async () => {
    const link = tokenOf(await linkFor(administrator, 'sato'));
    await look('A'.repeat(43));
    await relay.database.query(`UPDATE sign_in_limit SET points = 49 WHERE key LIKE 'address:%'`);
    expect((await look(link)).status).toBe(200);
    expect((await look(link)).status).toBe(200);
    expect(codeOf(await look('B'.repeat(43)))).toBe('link_unusable');
    expect(codeOf(await look('C'.repeat(43)))).toBe('too_many_attempts');
  });

  it('makes no link for who can sign in already: that takes two administrators', async () => {
    const user = await joined('tanaka');
    const lost = await at('tanaka', 'link');
    expect(codeOf(await administrator.request('POST', lost, {}))).toBe('recovery_needed');
    const path = await at('tanaka', 'recovery');
    const opened = await administrator.request<PeopleView>('POST', path, reason);
    expect(opened.body.people.find(({ login }) => login === 'tanaka')).toMatchObject({
      recovery: { openedBy: { displayName: '管理者' }, ...reason },
    });
    expect(codeOf(await second.request('POST', path, reason))).toBe('recovery_open');
    // The person sees it: they know whether they have lost anything.
    expect((await user.client.request<SecurityView>('GET', '/api/security')).body.recovery).toMatchObject({
      openedBy: '管理者',
    });
    expect(codeOf(await administrator.request('POST', `${path}/confirm`, {}))).toBe('recovery_needs_another');
    const confirmed = await second.request<SignInLink>('POST', `${path}/confirm`, {});
    expect(confirmed.status).toBe(200);
    expect(codeOf(await second.request('POST', `${path}/confirm`, {}))).toBe('recovery_not_open');
    // Until the link is used nothing changes: a recovery by mistake shuts nobody out.
    expect((await user.signIn()).status).toBe(200);
    const fresh = new PasskeyUser(relay.url, new Authenticator());
    expect((await fresh.join(tokenOf(confirmed.body))).status).toBe(200);
    expect(codeOf(await user.signIn())).toBe('passkey_refused');
    expect((await user.client.request('GET', '/api/session')).status).toBe(401);
    expect((await fresh.signIn()).status).toBe(200);
    // What they typed before may be known to whoever has their things.
    expect((await new ConsoleClient(relay.url).signIn('tanaka', 'tomoshibi-demo-3')).status).toBe(401);
    const rows = await relay.database.query(
      `SELECT outcome, encode(reason_sealed, 'escape') LIKE '%スマホ%' AS clear FROM staff_recovery`,
    );
    expect(rows).toEqual([{ outcome: 'confirmed', clear: false }]);
  });

  it('a recovery is not for oneself, can be called off, and runs out', async () => {
    await joined('admin2');
    const path = await at('admin2', 'recovery');
    expect(codeOf(await second.request('POST', path, reason))).toBe('sign_in_required');
    second = new ConsoleClient(relay.url);
    await second.signIn('admin2', 'tomoshibi-demo-1');
    expect(codeOf(await second.request('POST', path, reason))).toBe('recovery_not_for_oneself');
    await administrator.request('POST', path, reason);
    expect(codeOf(await second.request('POST', `${path}/confirm`, {}))).toBe('recovery_needs_another');
    expect((await second.request('DELETE', path)).status).toBe(200);
    expect(codeOf(await administrator.request('DELETE', path))).toBe('recovery_not_open');
    const other = await at('sato', 'recovery');
    await administrator.request('POST', other, reason);
    await relay.database.query(`UPDATE staff_recovery SET expires_at = now() - interval '1 second'`);
    expect(codeOf(await second.request('POST', `${other}/confirm`, {}))).toBe('recovery_not_open');
    expect((await administrator.request('POST', other, reason)).status).toBe(200);
  });

  it('wants administrators, and wants them to have shown who they are not long ago', async () => {
    const counselor = await ConsoleClient.signedIn(relay.url, 'sato');
    const paths = [await at('suzuki', 'link'), await at('suzuki', 'recovery')];
    for (const path of paths)
      expect(codeOf(await counselor.request('POST', path, reason))).toBe('not_permitted');
    expect(codeOf(await counselor.request('GET', '/api/people'))).toBe('not_permitted');
    await relay.database.query(`UPDATE session SET verified_at = now() - interval '601 seconds'`);
    for (const path of paths)
      expect(codeOf(await administrator.request('POST', path, reason))).toBe('verification_required');
    const own: [string, string][] = [
      ['POST', '/api/security/passkeys/options'],
      ['POST', '/api/security/passkeys'],
      ['DELETE', `/api/security/passkeys/${randomUUID()}`],
      ['POST', '/api/security/totp/secret'],
      ['POST', '/api/security/totp'],
      ['DELETE', '/api/security/totp'],
      ['POST', `${await at('suzuki', 'recovery')}/confirm`],
    ];
    for (const [method, path] of own)
      expect(codeOf(await administrator.request(method, path, {}))).toBe('verification_required');
    const verify = (password: string) =>
      administrator.request('POST', '/api/session/verification', { kind: 'password', password });
    expect(codeOf(await verify('wrong'))).toBe('verification_failed');
    expect((await verify('tomoshibi-demo-4')).status).toBe(204);
    expect((await administrator.request('POST', paths[0] ?? '', {})).status).toBe(200);
  });

  it('ends the sessions of a person, sockets included', async () => {
    const counselor = await ConsoleClient.signedIn(relay.url, 'suzuki');
    const live = await counselor.live();
    const ended = await administrator.request<PeopleView>('DELETE', await at('suzuki', 'sessions'));
    expect(ended.body.people.find(({ login }) => login === 'suzuki')).toMatchObject({ sessions: 0 });
    await eventually(() => live.ended || undefined, 'the socket being cut off', 5000);
    expect((await counselor.request('GET', '/api/session')).status).toBe(401);
  });
});
