import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditWriter } from '../../src/audit/audit-writer.js';
import { TransparencyReadModel } from '../../src/audit/transparency.read-model.js';
import {
  AUDIT_PAGE,
  type AuditChoices,
  type AuditEntryView,
  type AuditPage,
  type AuditReason,
  type UnusualView,
} from '../../src/contract/audit-view.js';
import { type DisclosuresView, type TransparencyReport } from '../../src/contract/disclosure.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { act, Caller } from '../support/line.js';
import { codeOf } from '../support/passkeys.js';
import { BOTH_OPEN, moveClock, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

const WHY = '今夜が心配だと、本人が話しています';

describe('what auditors see', () => {
  let standIn: StandIn;
  let relay: Relay;
  let administrator: ConsoleClient;
  let second: ConsoleClient;
  let supervisor: ConsoleClient;
  let caller: Caller;
  let supervisorId: string;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: BOTH_OPEN });
    administrator = await ConsoleClient.signedIn(relay.url, 'admin');
    second = await addStaff(relay, { login: 'admin2', memberships: { [HUMAN_RIGHTS]: 'counselor' } });
    await relay.database.query(`UPDATE staff SET administrator = true WHERE login = 'admin2'`);
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    supervisorId = (await supervisor.desk()).me.staffId;
    caller = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    await act(supervisor, caller.ticketId, 'risk', { risk: 'high', reason: WHY });
    await supervisor.talkRoom(caller.ticketId);
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const trace = async (query: Record<string, string> = {}): Promise<AuditPage> => {
    const search = new URLSearchParams(query).toString();
    const { status, body } = await administrator.request<AuditPage>('GET', `/api/audit?${search}`);
    expect(status).toBe(200);
    return body;
  };
  const acts = ({ entries }: AuditPage): AuditEntryView['act'][] => entries.map((entry) => entry.act);
  const number = async (): Promise<number> => (await supervisor.talkRoom(caller.ticketId)).ticket.number;

  it('who read a consultation, by its number, and that there was a reason', async () => {
    const page = await trace({ ticketNumber: String(await number()), account: SUICIDE_PREVENTION });
    expect(acts(page)).toEqual(['ticket.read', 'ticket.risk-marked']);
    const [read, marked] = page.entries;
    expect(read).toMatchObject({
      actor: { kind: 'staff', person: { id: supervisorId } },
      accountId: SUICIDE_PREVENTION,
      ticket: { id: caller.ticketId, number: await number() },
      why: null,
      details: { as: 'supervisor' },
    });
    expect(marked?.why).toBe('closed');
    expect(await trace({ ticketNumber: '999999' })).toEqual({ entries: [], next: null });
  });

  it('a reason that tells of a caller one at a time, by who showed who they are, with a trace of its own', async () => {
    const [marked] = (await trace({ act: 'ticket.risk-marked' })).entries;
    const read = (client: ConsoleClient, seq = marked?.seq) =>
      client.request<AuditReason>('POST', `/api/audit/${seq}/reason`, {});
    const reads = async () => (await trace({ act: 'reason.read' })).entries;
    await relay.database.query(`UPDATE session SET verified_at = now() - interval '1 hour'`);
    expect(codeOf(await read(administrator))).toBe('verification_required');
    expect(await reads()).toEqual([]);
    await relay.database.query('UPDATE session SET verified_at = now()');
    expect(await read(administrator)).toMatchObject({ status: 200, body: { why: { words: WHY } } });
    expect(await reads()).toMatchObject([
      {
        actor: { kind: 'staff', person: { displayName: '管理者' } },
        accountId: SUICIDE_PREVENTION,
        ticket: { id: caller.ticketId, number: await number() },
        subject: { kind: 'audit-entry', id: String(marked?.seq) },
        details: { seq: marked?.seq },
        why: null,
      },
    ]);
    const without = (await trace({ act: 'ticket.read' })).entries[0]?.seq;
    for (const seq of [without, 999_999]) expect((await read(administrator, seq)).status).toBe(404);
    expect((await read(supervisor)).status).toBe(403);
    expect(await reads()).toHaveLength(1);
  });

  it('why power was used over somebody, in the list itself', async () => {
    const callerId = (
      await relay.database.query<{ id: string }>('SELECT caller_id AS id FROM ticket WHERE id = $1', [
        caller.ticketId,
      ])
    )[0]?.id;
    const held = await administrator.request('POST', '/api/erasures/holds', {
      accountId: SUICIDE_PREVENTION,
      ticketNumber: await number(),
      callerId,
      reason: '裁判所から保全を求められています',
    });
    expect(held.status).toBe(200);
    expect((await trace({ act: 'hold.set' })).entries[0]?.why).toEqual({
      words: '裁判所から保全を求められています',
    });
  });

  it('what a person did, by what it was about, and when', async () => {
    expect(new Set(acts(await trace({ person: supervisorId, group: 'reading' })))).toEqual(
      new Set(['ticket.read']),
    );
    expect(acts(await trace({ person: supervisorId, act: 'session.signed-in' }))).toHaveLength(1);
    const until = new Date(relay.clock.now().getTime() - 86_400_000).toISOString();
    expect((await trace({ person: supervisorId, until })).entries).toEqual([]);
    const { body } = await administrator.request<AuditChoices>('GET', '/api/audit/choices');
    expect(body.people.map(({ login }) => login)).toContain('tanaka');
    expect(body.accounts.map(({ id }) => id)).toContain(SUICIDE_PREVENTION);
  });

  it('settings before and after, their secrets masked', async () => {
    const page = await trace({ group: 'settings', account: SUICIDE_PREVENTION });
    const account = page.entries.find((entry) => entry.act === 'account.changed');
    expect(account?.actor).toEqual({ kind: 'file', person: null });
    expect(account?.changes).toContainEqual({ name: 'credentials.channelSecrets', after: '•••' });
  });

  it('all of it, page by page, also while it grows', async () => {
    const writer = relay.server.app.get(AuditWriter);
    for (let index = 0; index < AUDIT_PAGE + 5; index += 1)
      await writer.note({ act: 'session.verified', actor: supervisorId, details: { index } });
    const first = await trace({ act: 'session.verified' });
    await writer.note({ act: 'session.verified', actor: supervisorId });
    const next = await trace({ act: 'session.verified', before: String(first.next) });
    expect([first.entries.length, next.entries.length, next.next]).toEqual([AUDIT_PAGE, 5, null]);
    const seqs = [...first.entries, ...next.entries].map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => b - a));
    expect(new Set(seqs).size).toBe(seqs.length);
  });

  it('what stands out among readings, and that somebody looked', async () => {
    const before = await administrator.request<UnusualView>('GET', '/api/audit/unusual');
    expect(before.body.items).toEqual([]);
    const writer = relay.server.app.get(AuditWriter);
    const ticket = (index: number) => `0198c5a0-0000-7000-8000-${String(index).padStart(12, '0')}`;
    for (let index = 0; index < 12; index += 1) {
      await writer.noteReading({
        act: 'ticket.read',
        actor: supervisorId,
        ticketId: ticket(index),
        details: { as: index < 11 ? 'supervisor' : 'counselor' },
      });
    }
    const { body } = await administrator.request<UnusualView>('GET', '/api/audit/unusual?days=1');
    expect(body.items).toMatchObject([
      { kind: 'many', person: { id: supervisorId, displayName: '田中' }, tickets: 12 },
    ]);
    expect(acts(await trace({ group: 'reading' }))).toContain('audit.read');
  });

  it('an auditor of one account sees what concerns it, and decides nothing', async () => {
    const auditor = await addStaff(relay, { login: 'kansa', memberships: { [HUMAN_RIGHTS]: 'counselor' } });
    await relay.database.query(
      `INSERT INTO oversight (staff_id, account_id, role) SELECT id, $1, 'auditor' FROM staff WHERE login = 'kansa'`,
      [HUMAN_RIGHTS],
    );
    await relay.database.query(
      `DELETE FROM membership WHERE staff_id = (SELECT id FROM staff WHERE login = 'kansa')`,
    );
    const seen = await auditor.request<AuditPage>('GET', '/api/audit');
    expect(seen.status).toBe(200);
    expect(new Set(seen.body.entries.map(({ accountId }) => accountId))).toEqual(new Set([HUMAN_RIGHTS]));
    const [elsewhere] = (await trace({ act: 'ticket.risk-marked' })).entries;
    expect((await auditor.request('POST', `/api/audit/${elsewhere?.seq}/reason`, {})).status).toBe(404);
    const other = await auditor.request<AuditPage>('GET', `/api/audit?account=${SUICIDE_PREVENTION}`);
    expect(other.body.entries).toEqual([]);
    const choices = await auditor.request<AuditChoices>('GET', '/api/audit/choices');
    expect(choices.body.accounts.map(({ id }) => id)).toEqual([HUMAN_RIGHTS]);
    expect((await auditor.request<UnusualView>('GET', '/api/audit/unusual')).body.items).toEqual([]);
    expect((await auditor.request('GET', '/api/disclosures')).body).toEqual({ disclosures: [] });
    expect((await auditor.request('POST', '/api/disclosures', {})).status).toBe(403);
  });

  it('is shown to nobody else', async () => {
    for (const path of ['/api/audit', '/api/audit/unusual', '/api/audit/choices', '/api/disclosures'])
      expect((await supervisor.request('GET', path)).status).toBe(403);
  });

  it('a disclosure takes two people, and can be refused until it is given', async () => {
    const post = (client: ConsoleClient, path: string, body: unknown = {}) =>
      client.request<DisclosuresView>('POST', `/api/disclosures${path}`, body);
    const asked = {
      accountId: SUICIDE_PREVENTION,
      ticketNumber: await number(),
      askerKind: 'police',
      asker: '中央警察署 生活安全課',
      basis: 'life',
      receivedAt: '2026-11-25T17:10:00+09:00',
      asked: '最後に書きこんだ時刻と場所',
    };
    expect(codeOf(await post(administrator, '', { ...asked, ticketNumber: 999_999 }))).toBe(
      'ticket_not_found',
    );
    const recorded = await post(administrator, '', asked);
    expect(recorded.body.disclosures).toMatchObject([
      {
        state: 'recorded',
        asker: asked.asker,
        asked: asked.asked,
        ticket: { id: caller.ticketId },
        approvals: [],
      },
    ]);
    const id = recorded.body.disclosures[0]?.id ?? '';
    const words = { words: '最終受信の時刻だけを、電話で伝えた' };
    expect(codeOf(await post(administrator, `/${id}/give`, words))).toBe('disclosure_needs_two');
    expect((await post(administrator, `/${id}/approve`)).body.disclosures[0]?.state).toBe('first-approval');
    expect(codeOf(await post(administrator, `/${id}/approve`))).toBe('disclosure_approved_already');
    expect(codeOf(await post(administrator, `/${id}/give`, words))).toBe('disclosure_needs_two');
    expect((await post(second, `/${id}/approve`)).body.disclosures[0]?.state).toBe('approved');
    await relay.database.query(`UPDATE session SET verified_at = now() - interval '1 hour'`);
    expect(codeOf(await post(second, `/${id}/give`, words))).toBe('verification_required');
    await relay.database.query('UPDATE session SET verified_at = now()');
    const given = await post(second, `/${id}/give`, words);
    expect(given.body.disclosures[0]).toMatchObject({
      state: 'given',
      approvals: [{ displayName: '管理者' }, { displayName: 'admin2' }],
      ended: { displayName: 'admin2', ...words },
    });
    expect(codeOf(await post(administrator, `/${id}/refuse`, words))).toBe('disclosure_over');
    const other = await post(administrator, '', { ...asked, ticketNumber: null, basis: 'none' });
    const otherId = other.body.disclosures.find(({ state }) => state === 'recorded')?.id ?? '';
    expect((await post(administrator, `/${otherId}/refuse`, words)).status).toBe(200);
    expect(codeOf(await post(second, `/${otherId}/approve`))).toBe('disclosure_over');
    expect(acts(await trace({ group: 'keys' }))).toEqual([
      'disclosure.refused',
      'disclosure.recorded',
      'disclosure.given',
      'disclosure.approved',
      'disclosure.approved',
      'disclosure.recorded',
      'hold.set',
    ]);
    const [row] = await relay.database.query(
      `SELECT count(*)::int AS count FROM disclosure WHERE disclosure::text LIKE '%警察署%' OR disclosure::text LIKE '%電話%'`,
    );
    expect(row).toEqual({ count: 0 });
  });

  it('a year in figures hides a few, as a page and as CSV, and is closed a month later', async () => {
    await relay.database.query(
      `INSERT INTO disclosure (id, account_id, asker_kind, basis, received_at, asked_sealed, state, recorded_by, recorded_at)
       SELECT gen_random_uuid(), $1, 'court', 'warrant', '2026-04-01T00:30:00+09:00', 'x', 'recorded', $2, '2026-04-01T10:00:00+09:00'
       FROM generate_series(1, 6)`,
      [SUICIDE_PREVENTION, supervisorId],
    );
    const report = () =>
      administrator.request<TransparencyReport>('GET', '/api/disclosures/report?year=2026');
    await moveClock(relay, new Date('2027-01-31T23:59:00+09:00'));
    expect((await report()).status).toBe(404);
    await moveClock(relay, new Date('2027-02-01T00:01:00+09:00'));
    const { body } = await report();
    expect(body.askers[2]).toEqual({ name: 'court', received: '6', given: '0', refused: '0', open: '6' });
    expect(body.bases[0]).toMatchObject({ name: 'warrant', received: '6' });
    expect(body.askers[0]).toEqual({
      name: 'police',
      received: '2–8',
      given: '1–4',
      refused: '1–4',
      open: '0',
    });
    const csv = await fetch(`${relay.url}/api/disclosures/report.csv?year=2026`, {
      headers: { cookie: administrator.cookie },
    });
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="transparency-2026.csv"');
    const lines = Buffer.from(await csv.arrayBuffer())
      .toString('utf8')
      .split('\r\n');
    expect(lines[0]).toBe('\uFEFFyear,by,name,received,given,refused,open');
    expect(lines).toContain('2026,asker,court,6,0,0,6');
    expect(lines).toContain('2026,basis,life,1–4,1–4,0,0');
    expect(lines).toContain('2026,told-in-emergency,11,,0,,');
    // One is recorded too late, and the others are decided: that is no part of it any more.
    await relay.database.query(
      `INSERT INTO disclosure (id, account_id, asker_kind, basis, received_at, asked_sealed, state, recorded_by, recorded_at)
       VALUES (gen_random_uuid(), $1, 'lawyer', 'consent', '2026-12-28T10:00:00+09:00', 'x', 'recorded', $2, '2027-02-01T00:02:00+09:00')`,
      [SUICIDE_PREVENTION, supervisorId],
    );
    await relay.database.query(
      `UPDATE disclosure SET state = 'refused', ended_by = $1, ended_at = '2027-02-01T00:02:00+09:00', outcome_sealed = 'x'
       WHERE asker_kind = 'court'`,
      [supervisorId],
    );
    expect((await report()).body).toEqual(body);
    const inNextYear = await relay.server.app.get(TransparencyReadModel).counted(2027, null);
    expect(inNextYear).toEqual([
      { accountId: SUICIDE_PREVENTION, askerKind: 'lawyer', basis: 'consent', state: 'recorded' },
    ]);
  });
});
