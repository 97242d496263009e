import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { samplePicture } from '../../stand-in/server/sample-media.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { verifyAudit } from '../../src/audit/audit-verify.js';
import { type AuditAct } from '../../src/contract/audit.js';
import { type CalendarView } from '../../src/contract/opening.js';
import { type MutesView } from '../../src/contract/line.js';
import { type PeopleView, type SecurityView, type SignInLink } from '../../src/contract/sign-in.js';
import { Database } from '../../src/database/database.service.js';
import { Vault } from '../../src/vault/vault.service.js';
import { ConsoleClient } from '../support/console-client.js';
import { act, Caller } from '../support/line.js';
import { download, mediaIn, sendMedia } from '../support/media.js';
import { linkFor, PasskeyUser, staffIdOf, tokenOf } from '../support/passkeys.js';
import { BOTH_OPEN, moveClock, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const WHY = 'ご本人から、急ぎの連絡がありました';

interface Entry {
  readonly seq: number;
  readonly id: string;
  readonly act: AuditAct;
  readonly actor: string;
  readonly actorId: string | null;
  readonly accountId: string | null;
  readonly ticketId: string | null;
  readonly callerId: string | null;
  readonly subject: string | null;
  readonly network: string | null;
  readonly session: string | null;
  readonly why: Buffer | null;
  readonly details: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

describe('what people do leaves a trace', () => {
  let standIn: StandIn;
  let relay: Relay;
  let administrator: ConsoleClient;
  let second: ConsoleClient;
  let supervisor: ConsoleClient;
  let yamada: ConsoleClient;
  let ito: ConsoleClient;
  let seen = 0;

  const entries = (after: number): Promise<Entry[]> =>
    relay.database.query<Entry & Record<string, unknown>>(
      `SELECT seq, id, act, actor_kind AS actor, actor_id AS "actorId", account_id AS "accountId",
         ticket_id AS "ticketId", caller_id AS "callerId", subject_kind AS subject, from_network AS network,
         from_session AS session, why_sealed AS why, details, value_before AS before, value_after AS after
       FROM audit_entry WHERE seq > $1 ORDER BY seq`,
      [after],
    );
  /** What was written since the last look. */
  const traced = async (): Promise<Entry[]> => {
    const rows = await entries(seen);
    seen = rows.at(-1)?.seq ?? seen;
    return rows;
  };
  /** With everything in it on the screen; that it was read is traced by itself. */
  const closes = async (person: ConsoleClient, ticketId: string) => {
    const [newest] = await relay.database.query<{ id: string }>(
      `SELECT id FROM message WHERE ticket_id = $1 AND direction = 'inbound' ORDER BY id DESC LIMIT 1`,
      [ticketId],
    );
    const { status } = await act(person, ticketId, 'close', { seenThrough: newest?.id ?? null });
    expect(status).toBe(200);
  };
  const acts = async (): Promise<AuditAct[]> => (await traced()).map((entry) => entry.act);
  const one = async (wanted: AuditAct): Promise<Entry> => {
    const rows = await traced();
    expect(rows.map((entry) => entry.act)).toEqual([wanted]);
    return rows[0] as Entry;
  };
  const wordsOf = async ({ id, why }: Entry): Promise<unknown> => {
    if (why === null) return null;
    const [words] = await relay.server.app
      .get(Vault)
      .openJson(relay.server.app.get(Database), [{ binding: `audit_entry.why:${id}`, bytes: why }]);
    return words;
  };
  const idOf = async (console: ConsoleClient) => (await console.desk()).me.staffId;
  const waiting = () => Caller.waiting(standIn, relay, SUICIDE_PREVENTION);

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: BOTH_OPEN });
    administrator = await ConsoleClient.signedIn(relay.url, 'admin');
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
    yamada = await addStaff(relay, { login: 'yamada', memberships });
    ito = await addStaff(relay, { login: 'ito', memberships });
    second = await addStaff(relay, { login: 'admin2', memberships });
    await relay.database.query(`UPDATE staff SET administrator = true WHERE login = 'admin2'`);
  });
  beforeEach(async () => {
    await relay.database.query(
      `UPDATE ticket SET state = 'closed', closed_at = opened_at WHERE state <> 'closed'`,
    );
    await traced();
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  it('the provision file: what it set, secrets masked, and nothing when it changes nothing', async () => {
    const rows = (await entries(0)).filter(({ actor }) => actor === 'file');
    expect(new Set(rows.map((row) => row.act))).toEqual(
      new Set([
        'account.changed',
        'text.changed',
        'phone.changed',
        'canned-text.changed',
        'hours.changed',
        'staff.changed',
      ]),
    );
    const account = rows.find((row) => row.act === 'account.changed');
    expect(JSON.parse(account?.after ?? '')).toMatchObject({ 'credentials.channelSecrets': '•••' });
    const beside = await startRelay({ standIn, beside: relay });
    await beside.close();
    expect(await acts()).toEqual([]);
  });

  it('signing in, being refused, being stopped, and out', async () => {
    const client = new ConsoleClient(relay.url);
    await client.signIn('yamada', 'wrong');
    const refused = await one('session.refused');
    expect(refused).toMatchObject({ actor: 'nobody', actorId: await idOf(yamada), session: null });
    expect(refused.network).toMatch(/^127\.0\.0\.0\/24$|^0:0:0::\/48$/);
    await client.signIn('nobody-of-that-name', 'wrong');
    expect(await one('session.refused')).toMatchObject({ actorId: null, details: '{"method":"password"}' });
    for (let attempt = 0; attempt < 13; attempt += 1) await client.signIn('nobody-of-that-name', 'wrong');
    expect((await acts()).filter((name) => name === 'session.locked')).toHaveLength(1);
    await client.signIn('yamada', 'tomoshibi-demo-1');
    const signedIn = await one('session.signed-in');
    expect(signedIn).toMatchObject({ actor: 'staff', actorId: await idOf(yamada) });
    expect(signedIn.session).toMatch(/^[0-9a-f]{12}$/);
    await client.request('DELETE', '/api/session');
    expect(await one('session.signed-out')).toMatchObject({ session: signedIn.session });
    await relay.database.query('DELETE FROM sign_in_limit');
  });

  it('links, passkeys and sessions', async () => {
    const link = await linkFor(administrator, 'suzuki');
    const suzuki = await staffIdOf(administrator, 'suzuki');
    expect(await one('link.made')).toMatchObject({ actorId: await staffIdOf(administrator, 'admin') });
    const user = new PasskeyUser(relay.url);
    await user.join(tokenOf(link));
    expect(await acts()).toEqual(['link.used', 'passkey.added', 'session.signed-in']);
    await new ConsoleClient(relay.url).request('POST', '/api/join', { token: tokenOf(link) });
    expect(await one('session.refused')).toMatchObject({ details: '{"method":"link"}' });
    const other = new PasskeyUser(relay.url);
    const added = await user.add(other.device, '予備');
    expect(await one('passkey.added')).toMatchObject({ actorId: suzuki });
    await user.client.request('POST', '/api/session/verification', {
      kind: 'passkey',
      response: user.device.get(
        (await user.client.request<{ options: never }>('POST', '/api/session/verification/options')).body
          .options,
        user.answering,
      ),
    });
    expect(await one('session.verified')).toMatchObject({ actorId: suzuki });
    const last = added.body.passkeys.at(-1)?.id ?? '';
    await user.client.request('DELETE', `/api/security/passkeys/${last}`);
    expect(await one('passkey.removed')).toMatchObject({ actorId: suzuki, subject: 'passkey' });
    expect((await other.signIn()).status).not.toBe(200);
    expect(await one('session.refused')).toMatchObject({ details: '{"method":"passkey"}' });
    const again = new PasskeyUser(relay.url, user.device);
    await again.signIn();
    await traced();
    const { body } = await user.client.request<SecurityView>('GET', '/api/security');
    const elsewhere = body.sessions.find(({ current }) => !current)?.id ?? '';
    await user.client.request('DELETE', `/api/security/sessions/${elsewhere}`);
    expect(await one('session.ended')).toMatchObject({ actorId: suzuki, subject: 'session' });
    await administrator.request<PeopleView>('DELETE', `/api/people/${suzuki}/sessions`);
    expect(await one('session.ended')).toMatchObject({ subject: 'staff' });
  });

  it('recoveries, with their reason', async () => {
    const path = `/api/people/${await staffIdOf(administrator, 'suzuki')}/recovery`;
    await administrator.request('POST', path, { reason: WHY });
    expect(await wordsOf(await one('recovery.opened'))).toBe(WHY);
    await second.request('DELETE', path);
    expect(await acts()).toEqual(['recovery.cancelled']);
    await administrator.request('POST', path, { reason: WHY });
    const { body } = await second.request<SignInLink>('POST', `${path}/confirm`, {});
    expect(await acts()).toEqual(['recovery.opened', 'recovery.confirmed']);
    await new PasskeyUser(relay.url).join(tokenOf(body));
    expect(await acts()).toEqual(['passkey.removed', 'link.used', 'passkey.added', 'session.signed-in']);
  });

  it('nothing of what comes in from LINE, and nothing of automatic texts', async () => {
    const caller = await waiting();
    await caller.writes('もう一つだけ');
    await eventually(async () => (await caller.texts()).length > 0 || undefined, 'an automatic text');
    expect(await acts()).toEqual([]);
  });

  it('reading a talk room, once in ten minutes, by whatever door', async () => {
    const caller = await waiting();
    await act(yamada, caller.ticketId, 'take', {});
    expect(await one('ticket.taken')).toMatchObject({
      actorId: await idOf(yamada),
      accountId: SUICIDE_PREVENTION,
      ticketId: caller.ticketId,
    });
    const live = await yamada.live();
    await Promise.all([
      yamada.talkRoom(caller.ticketId),
      yamada.talkRoom(caller.ticketId),
      live.openTicket(caller.ticketId),
    ]);
    live.close();
    expect(await one('ticket.read')).toMatchObject({ details: '{"as":"counselor"}' });
    await supervisor.request('GET', `/api/tickets/${caller.ticketId}/standing`);
    await supervisor.talkRoom(caller.ticketId);
    expect(await one('ticket.read')).toMatchObject({ details: '{"as":"supervisor"}' });
    expect((await ito.request('GET', `/api/tickets/${caller.ticketId}`)).status).toBe(403);
    expect(await acts()).toEqual([]);
    // What ended before with a caller whom one looks after now.
    const first = caller.ticketId;
    await closes(yamada, first);
    const later = await caller.writes('また来ました');
    await act(ito, later, 'take', {});
    await traced();
    const { status } = await ito.request('GET', `/api/tickets/${first}`);
    expect(status).toBe(200);
    expect(await one('ticket.read')).toMatchObject({ details: '{"as":"past"}', ticketId: first });
    await moveClock(relay, new Date(relay.clock.now().getTime() + 11 * 60_000));
    await yamada.talkRoom(first);
    expect(await one('ticket.read')).toMatchObject({ actorId: await idOf(yamada), ticketId: first });
  });

  it('opening a picture, however many parts of it a browser asks for', async () => {
    const caller = await Caller.new(standIn, relay, SUICIDE_PREVENTION);
    const picture = { type: 'image', contentBase64: samplePicture().toString('base64') } as const;
    const { ticketId } = await sendMedia(standIn, relay, SUICIDE_PREVENTION, caller.userId, picture);
    const { media } = await mediaIn(supervisor, ticketId, 'stored');
    await traced();
    const path = `/api/tickets/${ticketId}/media/${media.id}`;
    for (let part = 0; part < 3; part += 1) expect((await download(supervisor, path)).status).toBe(200);
    expect(await one('media.read')).toMatchObject({
      subject: 'media',
      ticketId,
      actorId: await idOf(supervisor),
    });
  });

  it('risk, mutes, picks, notes, closing, with their reasons', async () => {
    const [first, next] = [await waiting(), await waiting()];
    await act(supervisor, next.ticketId, 'take', { reason: WHY });
    const [picked, taken] = await traced();
    expect([picked?.act, taken?.act]).toEqual(['ticket.picked', 'ticket.taken']);
    expect(await wordsOf(picked as Entry)).toBe(WHY);
    await act(supervisor, first.ticketId, 'mute', { minutes: 60, reason: WHY });
    const muted = await one('caller.muted');
    expect(await wordsOf(muted)).toBe(WHY);
    expect(muted.callerId).not.toBeNull();
    const { body } = await supervisor.request<MutesView>('GET', '/api/mutes');
    await supervisor.request('POST', `/api/mutes/${body.mutes[0]?.id ?? ''}/lift`, {});
    expect(await one('caller.unmuted')).toMatchObject({ ticketId: first.ticketId });
    await act(supervisor, first.ticketId, 'mute', { minutes: 60, reason: WHY });
    await act(supervisor, first.ticketId, 'risk', { risk: 'high', reason: WHY });
    const rows = await traced();
    expect(rows.map((row) => row.act)).toEqual(['caller.muted', 'caller.unmuted', 'ticket.risk-marked']);
    expect(JSON.parse(rows.at(-1)?.details ?? '')).toEqual({ before: 'none', after: 'high' });
    expect(await wordsOf(rows.at(-1) as Entry)).toBe(WHY);
    await act(supervisor, next.ticketId, 'notes', {
      clientId: '0192d3a0-0000-7000-8000-000000000001',
      text: '落ち着かれました',
    });
    expect(await one('ticket.noted')).toMatchObject({ subject: 'message', why: null, details: null });
    await closes(supervisor, next.ticketId);
    expect(await one('ticket.closed')).toMatchObject({ ticketId: next.ticketId });
    await closes(supervisor, next.ticketId);
    expect(await acts()).toEqual([]);
  });

  it('handing over, and giving back', async () => {
    const caller = await waiting();
    await act(yamada, caller.ticketId, 'take', { reason: WHY });
    await traced();
    const ask = async () =>
      act(yamada, caller.ticketId, 'transfer', {
        to: { kind: 'person', staffId: await idOf(ito) },
        note: WHY,
      });
    await ask();
    const asked = await one('ticket.transfer-asked');
    expect(asked.why).toBeNull();
    expect(JSON.parse(asked.details ?? '')).toMatchObject({ staffId: await idOf(ito), note: true });
    await act(ito, caller.ticketId, 'transfer/decline', { reason: WHY });
    expect(await wordsOf(await one('ticket.transfer-declined'))).toBe(WHY);
    await ask();
    await act(yamada, caller.ticketId, 'transfer/withdraw');
    await ask();
    await act(ito, caller.ticketId, 'transfer/accept');
    const rows = await traced();
    expect(rows.map((row) => row.act)).toEqual([
      'ticket.transfer-asked',
      'ticket.transfer-withdrawn',
      'ticket.transfer-asked',
      'ticket.transferred',
    ]);
    expect(rows.at(-1)).toMatchObject({ actorId: await idOf(ito) });
    await act(ito, caller.ticketId, 'return', { note: WHY });
    const returned = await one('ticket.returned');
    expect([returned.why, JSON.parse(returned.details ?? '')]).toEqual([null, { note: true }]);
  });

  it('opening by hand, trying again what was set aside, moving the clock', async () => {
    const path = `/api/accounts/${SUICIDE_PREVENTION}/overrides`;
    const { body } = await supervisor.request<CalendarView>('POST', path, {
      state: 'closed',
      reason: WHY,
      until: null,
    });
    const overridden = await one('opening.overridden');
    expect(overridden).toMatchObject({ accountId: SUICIDE_PREVENTION, subject: 'override' });
    expect(await wordsOf(overridden)).toBe(WHY);
    await supervisor.request('POST', `${path}/${body.overrides[0]?.id ?? ''}/undo`, {});
    expect(await acts()).toEqual(['opening.restored']);
    await standIn.sendRaw(SUICIDE_PREVENTION, { body: 'no JSON at all' });
    const id = await eventually(
      async () =>
        (await administrator.request<{ items: { id: string }[] }>('GET', '/api/set-aside')).body.items[0]?.id,
      'what was set aside',
    );
    await administrator.request('POST', '/api/set-aside/replay', { ids: [id] });
    expect(await one('set-aside.replayed')).toMatchObject({ details: '{"count":1}' });
    await administrator.request('PUT', '/api/demo/clock', { instant: relay.clock.now().toISOString() });
    expect(await one('clock.moved')).toMatchObject({ actorId: await staffIdOf(administrator, 'admin') });
  });

  it('is one chain that is intact, and holds no words in the clear', async () => {
    const verified = await verifyAudit(relay.server.app.get(Database));
    expect(verified.findings).toEqual([]);
    expect(verified.entries).toBeGreaterThan(40);
    const [row] = await relay.database.query(
      `SELECT count(*)::int AS count FROM audit_entry WHERE audit_entry::text LIKE '%' || $1 || '%'`,
      [WHY],
    );
    expect(row).toEqual({ count: 0 });
  });
});
