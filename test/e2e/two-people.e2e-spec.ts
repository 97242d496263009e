import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { vouchByCommand } from '../../src/app/staff-link/staff-vouch.js';
import { readEnvironment } from '../../src/config/environment.js';
import { type AuditPage } from '../../src/contract/audit-view.js';
import { type DisclosuresView } from '../../src/contract/disclosure.js';
import { type SignInLink } from '../../src/contract/sign-in.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { Authenticator } from '../support/authenticator.js';
import { ConsoleClient } from '../support/console-client.js';
import { codeOf, linkFor, PasskeyUser, personOf, tokenOf } from '../support/passkeys.js';
import { EVENING, freePort, type Relay, relayEnvironment, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

const REASON = { reason: '鍵をなくしたと、本人から電話がありました' };
const COUNSELOR = { [SUICIDE_PREVENTION]: 'counselor' } as const;

/** Every administrator here is real but the one whom `admin` makes up. */
describe('one administrator who wants to be two people', () => {
  let standIn: StandIn;
  let relay: Relay;
  let admin: ConsoleClient;
  let third: ConsoleClient;
  let fourth: ConsoleClient;
  let made = 0;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    admin = await ConsoleClient.signedIn(relay.url, 'admin');
  });
  beforeEach(async () => {
    await relay.database.query(`UPDATE staff SET administrator = false, active = false WHERE login ~ '-'`);
    await relay.database.query(`UPDATE session SET verified_at = now()`);
    await relay.database.query('DELETE FROM staff_recovery');
    third = await realAdministrator(`mori-${++made}`);
    fourth = await realAdministrator(`hara-${made}`);
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const realAdministrator = async (login: string) => {
    const client = await addStaff(relay, { login, memberships: COUNSELOR });
    await relay.database.query('UPDATE staff SET administrator = true WHERE login = $1', [login]);
    return client;
  };
  /** Made on the screen by somebody, and let in by their link. */
  const madeUp = async (by: ConsoleClient, login: string, linkBy = by) => {
    const person = { login, displayName: login, administrator: true, capacity: 1 };
    const rest = { professions: [], languages: [], memberships: [] };
    expect((await by.request('POST', '/api/people', { ...person, ...rest })).status).toBe(200);
    const user = new PasskeyUser(relay.url, new Authenticator());
    expect((await user.join(tokenOf(await linkFor(linkBy, login)))).status).toBe(200);
    return user.client;
  };
  const at = async (login: string, action: string) =>
    `/api/people/${(await personOf(admin, login)).staffId}/${action}`;
  const vouch = async (by: ConsoleClient, login: string, version?: number) => {
    const { version: now } = await personOf(admin, login);
    const answer = await by.request('POST', await at(login, 'vouch'), { version: version ?? now });
    return answer.status === 200 ? 'done' : codeOf(answer);
  };
  const countsAsOne = async (client: ConsoleClient) => {
    const route = await at('suzuki', 'recovery');
    const opened = await client.request('POST', route, REASON);
    if (opened.status !== 200) return codeOf(opened);
    await client.request('DELETE', route);
    return 'yes';
  };
  const approve = (client: ConsoleClient, id: string) =>
    client.request<DisclosuresView>('POST', `/api/disclosures/${id}/approve`, {});

  it('makes a second one, who works like everybody else and counts for nothing where two are needed', async () => {
    const puppet = await madeUp(admin, 'ghost-1');
    expect((await puppet.request('GET', '/api/people')).status).toBe(200);
    const seen = await personOf(third, 'ghost-1');
    expect(seen.unvouched?.letInBy.map(({ displayName }) => displayName)).toEqual(['管理者']);

    // Recovery, from either side.
    const recovery = await at('suzuki', 'recovery');
    expect(codeOf(await puppet.request('POST', recovery, REASON))).toBe('not_vouched_for');
    expect((await admin.request('POST', recovery, REASON)).status).toBe(200);
    expect(codeOf(await puppet.request('POST', `${recovery}/confirm`, {}))).toBe('not_vouched_for');

    // Disclosure, and the file of a consultation.
    const { body } = await admin.request<DisclosuresView>('POST', '/api/disclosures', {
      accountId: SUICIDE_PREVENTION,
      ticketNumber: null,
      askerKind: 'police',
      asker: '中央警察署',
      basis: 'inquiry',
      receivedAt: EVENING.toISOString(),
      asked: '最後に書きこんだ時刻',
    });
    const id = body.disclosures[0]?.id ?? '';
    expect((await approve(admin, id)).status).toBe(200);
    expect(codeOf(await approve(puppet, id))).toBe('not_vouched_for');
    expect(
      (await admin.request<DisclosuresView>('GET', '/api/disclosures')).body.disclosures[0],
    ).toMatchObject({ state: 'first-approval', approvals: [{ displayName: '管理者' }] });
    expect(codeOf(await approve(admin, id))).toBe('disclosure_approved_already');
    expect((await approve(third, id)).status).toBe(200);
  });

  it('can’t vouch for them, nor can they themselves, nor whoever else they make', async () => {
    const puppet = await madeUp(admin, 'ghost-2');
    expect(await vouch(admin, 'ghost-2')).toBe('vouch_needs_another');
    expect(await vouch(puppet, 'ghost-2')).toBe('vouch_needs_another');
    const next = await madeUp(puppet, 'ghost-3');
    expect((await personOf(admin, 'ghost-3')).unvouched?.letInBy).toHaveLength(2);
    expect(await vouch(admin, 'ghost-3')).toBe('vouch_needs_another');
    expect(await vouch(puppet, 'ghost-3')).toBe('vouch_needs_another');
    expect(await vouch(next, 'ghost-2')).toBe('not_vouched_for');
    expect(await countsAsOne(next)).toBe('not_vouched_for');
    // Made by one, let in by another: neither of the two.
    await madeUp(third, 'shared-1', admin);
    expect([await vouch(admin, 'shared-1'), await vouch(third, 'shared-1')]).toEqual([
      'vouch_needs_another',
      'vouch_needs_another',
    ]);
    expect(await vouch(fourth, 'shared-1')).toBe('done');
  });

  it('is another person once somebody vouches who had no part in it, as they saw them then', async () => {
    const person = await madeUp(admin, 'real-1');
    const { version } = await personOf(admin, 'real-1');
    expect(await vouch(third, 'real-1', version - 1)).toBe('stale_edit');
    expect(await vouch(third, 'real-1', version)).toBe('done');
    expect((await personOf(admin, 'real-1')).unvouched).toBeNull();
    expect(await countsAsOne(person)).toBe('yes');
    const { body } = await admin.request<AuditPage>('GET', '/api/audit?act=staff.vouched');
    expect(body.entries[0]).toMatchObject({ actor: { person: { displayName: `mori-${made}` } } });
  });

  it('gets no further by raising or letting back in somebody who was one before', async () => {
    const { version, staffId } = await personOf(admin, `mori-${made}`);
    const step = (name: string, seen: number) =>
      admin.request('POST', `/api/people/${staffId}/${name}`, { version: seen });
    expect((await step('deactivate', version)).status).toBe(200);
    expect((await step('activate', version + 1)).status).toBe(200);
    const back = new ConsoleClient(relay.url);
    await back.signIn(`mori-${made}`, 'tomoshibi-demo-1');
    expect(await countsAsOne(back)).toBe('not_vouched_for');
    expect(await vouch(admin, `mori-${made}`)).toBe('vouch_needs_another');
    expect(await vouch(fourth, `mori-${made}`)).toBe('done');
    expect(await countsAsOne(back)).toBe('yes');
  });

  it('gets no further by a link for somebody who has not come yet, or comes by another way', async () => {
    // Away, and without a passkey: a link for them is made by one person.
    const stolen = new PasskeyUser(relay.url, new Authenticator());
    expect((await stolen.join(tokenOf(await linkFor(admin, `mori-${made}`)))).status).toBe(200);
    expect(await countsAsOne(stolen.client)).toBe('not_vouched_for');
    expect(await vouch(admin, `mori-${made}`)).toBe('vouch_needs_another');
    expect(await vouch(stolen.client, `hara-${made}`)).toBe('not_vouched_for');
  });

  it('gets no further by a link that was looked at before it was used', async () => {
    await madeUp(admin, 'late-1');
    await relay.database.query(
      `DELETE FROM passkey WHERE staff_id = (SELECT id FROM staff WHERE login = 'late-1')`,
    );
    const link = await linkFor(admin, 'late-1');
    const { version } = await personOf(third, 'late-1');
    await new PasskeyUser(relay.url, new Authenticator()).join(tokenOf(link));
    expect(await vouch(third, 'late-1', version)).toBe('stale_edit');
  });

  it('gets no further by a recovery: neither who asked for it nor who made the link vouches', async () => {
    const real = new PasskeyUser(relay.url, new Authenticator());
    await real.join(tokenOf(await linkFor(fourth, `mori-${made}`)));
    expect(await vouch(admin, `mori-${made}`)).toBe('done');
    const recovery = await at(`mori-${made}`, 'recovery');
    expect((await admin.request('POST', recovery, REASON)).status).toBe(200);
    const confirmed = await fourth.request<SignInLink>('POST', `${recovery}/confirm`, {});
    expect(confirmed.status).toBe(200);
    expect(await countsAsOne(real.client)).toBe('yes');
    const stolen = new PasskeyUser(relay.url, new Authenticator());
    expect((await stolen.join(tokenOf(confirmed.body))).status).toBe(200);
    expect(await countsAsOne(stolen.client)).toBe('not_vouched_for');
    expect([await vouch(admin, `mori-${made}`), await vouch(fourth, `mori-${made}`)]).toEqual([
      'vouch_needs_another',
      'vouch_needs_another',
    ]);
  });

  it('where nobody else is there, whoever runs the server vouches, and the trace says so', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-vouch-'));
    const settings = readEnvironment(
      relayEnvironment({
        database: relay.database,
        dataDir: folder,
        port: await freePort(),
        standInUrl: standIn.url,
      }),
    );
    const person = await madeUp(admin, 'only-1');
    await expect(vouchByCommand('nobody', settings)).rejects.toThrow('no such person');
    await expect(vouchByCommand('sato', settings)).rejects.toThrow('no administrator');
    expect(await countsAsOne(person)).toBe('not_vouched_for');
    expect(await vouchByCommand('only-1', settings)).toContain('Done');
    expect(await vouchByCommand('only-1', settings)).toContain('already');
    expect(await countsAsOne(person)).toBe('yes');
    const { body } = await admin.request<AuditPage>('GET', '/api/audit?act=staff.vouched');
    expect(body.entries[0]).toMatchObject({ actor: { kind: 'command' } });
  });
});
