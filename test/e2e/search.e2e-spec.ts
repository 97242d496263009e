import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AccountDirectory } from '../../src/account/account.directory.js';
import { AuditWriter } from '../../src/audit/audit-writer.js';
import { type AuditPage } from '../../src/contract/audit-view.js';
import {
  MOST_CONSULTATIONS,
  SEARCH_PAGE,
  type SearchAnswer,
  type SearchRequest,
} from '../../src/contract/search.js';
import { Database } from '../../src/database/database.service.js';
import { SEARCHES_PER_MINUTE } from '../../src/search/search-limiter.js';
import { SearchService } from '../../src/search/search.service.js';
import { type Principal } from '../../src/staff/principal.js';
import { Vault } from '../../src/vault/vault.service.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';

import { ConsoleClient } from '../support/console-client.js';
import { newCaller, ticketOfEvent, write } from '../support/conversation.js';
import { act, configure } from '../support/line.js';
import { naming } from '../support/naming.js';
import { codeOf } from '../support/passkeys.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';
import { postEvents, webhookEvent } from '../support/webhook.js';

jest.setTimeout(60_000);

const day = (instant: Date) => new Date(instant.getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
const TODAY = day(EVENING);

describe('searching inside consultations', () => {
  let standIn: StandIn;
  let relay: Relay;
  let yamada: ConsoleClient;
  let kimura: ConsoleClient;
  let supervisor: ConsoleClient;
  let admin: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
    yamada = await addStaff(relay, { login: 'yamada', displayName: '山田', memberships });
    kimura = await addStaff(relay, { login: 'kimura', memberships });
    supervisor = await person({ [SUICIDE_PREVENTION]: 'supervisor' });
    admin = await ConsoleClient.signedIn(relay.url, 'admin');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const person = (memberships: Record<string, 'counselor' | 'supervisor'>) =>
    addStaff(relay, { login: `p-${randomUUID()}`, memberships });
  const ask = (client: ConsoleClient, words: string, more: Partial<SearchRequest> = {}) =>
    client.request<SearchAnswer>('POST', '/api/search', {
      accountId: SUICIDE_PREVENTION,
      from: TODAY,
      to: TODAY,
      words,
      after: null,
      ...more,
    });
  const found = async (client: ConsoleClient, words: string, more: Partial<SearchRequest> = {}) => {
    const { status, body } = await ask(client, words, more);
    expect(status).toBe(200);
    return body.found.map(({ ticketId }) => ticketId);
  };
  const say = (userId: string, text: string) => write(standIn, relay, SUICIDE_PREVENTION, userId, text);

  it('finds what was said and noted, as people would type it, and shows where', async () => {
    const userId = await newCaller(standIn);
    const ticketId = await say(userId, 'きのうも、ネムれない夜でした');
    await yamada.take(ticketId);
    await yamada.request('POST', `/api/tickets/${ticketId}/notes`, {
      clientId: randomUUID(),
      text: 'ﾎｹﾝｼﾂの先生に話したとのこと',
    });
    const { body } = await ask(yamada, 'ねむれない　夜');
    expect(body).toMatchObject({ searched: 1, total: 1, next: null });
    expect(body.found).toMatchObject([
      {
        ticketId,
        counselor: '山田',
        isOwn: true,
        hits: 1,
        excerpts: [
          {
            direction: 'inbound',
            author: null,
            parts: [
              { text: 'きのうも、', isHit: false },
              { text: 'ネムれない夜', isHit: true },
              { text: 'でした', isHit: false },
            ],
          },
        ],
      },
    ]);
    const noted = await ask(supervisor, 'ほけんしつ');
    expect(noted.body.found).toMatchObject([
      { ticketId, isOwn: false, excerpts: [{ direction: 'note', author: '山田' }] },
    ]);
    expect(await found(supervisor, 'ねむれない 昼')).toEqual([]);
    expect(await found(supervisor, 'ネムれない', { from: '2026-10-01', to: '2026-11-24' })).toEqual([]);
    await yamada.close(ticketId);
  });

  it('finds nothing for whom it isn’t, and the past of a caller only for who looks after them now', async () => {
    const userId = await newCaller(standIn);
    const before = await say(userId, '屋根裏部屋のこと');
    await yamada.take(before);
    await act(supervisor, before, 'whispers', { clientId: randomUUID(), text: '屋根裏部屋をきいて' });
    await yamada.close(before);
    const words = '屋根裏部屋';
    expect((await ask(yamada, words)).body.found).toMatchObject([{ ticketId: before, hits: 2 }]);
    expect(await found(kimura, words)).toEqual([]);
    const now = await say(userId, 'いまの話');
    await kimura.take(now);
    // What was whispered to Yamada is not for Kimura.
    expect((await ask(kimura, words)).body.found).toMatchObject([{ ticketId: before, hits: 1 }]);
    await configure(relay, SUICIDE_PREVENTION, { pastConsultations: 'none' });
    expect((await ask(kimura, words)).body).toMatchObject({ found: [], total: 1 });
    await configure(relay, SUICIDE_PREVENTION, {});
    const elsewhere = await person({ [HUMAN_RIGHTS]: 'supervisor' });
    expect(codeOf(await ask(elsewhere, words))).toBe('account_not_found');
    expect(await found(elsewhere, words, { accountId: HUMAN_RIGHTS })).toEqual([]);
    const auditor = await addStaff(relay, {
      login: 'shimizu',
      memberships: {},
      oversight: { [SUICIDE_PREVENTION]: 'auditor' },
    });
    for (const client of [auditor, admin]) expect(codeOf(await ask(client, words))).toBe('not_permitted');
  });

  it('never finds what was taken back, kept or not, or erased', async () => {
    for (const unsend of ['keep', 'purge'] as const) {
      await configure(relay, SUICIDE_PREVENTION, { unsend });
      const userId = await newCaller(standIn);
      const { webhookEventId, messageId } = await standIn.sendText(
        SUICIDE_PREVENTION,
        userId,
        '取り消す言葉',
      );
      const ticketId = await ticketOfEvent(relay, SUICIDE_PREVENTION, webhookEventId);
      expect(await found(supervisor, '取り消す言葉')).toEqual([ticketId]);
      const unsent = webhookEvent(userId, { type: 'unsend', unsend: { messageId } });
      expect(await postEvents(relay.url, SUICIDE_PREVENTION, [unsent])).toBe(200);
      await eventually(
        async () =>
          (await found(await person({ [SUICIDE_PREVENTION]: 'supervisor' }), '取り消す言葉')).length === 0 ||
          undefined,
        'the word being taken back',
      );
    }
    await configure(relay, SUICIDE_PREVENTION, {});
    const ticketId = await say(await newCaller(standIn), '消してほしい言葉');
    // Others wait before it.
    expect((await act(supervisor, ticketId, 'take', { reason: '消去のため' })).status).toBe(200);
    await supervisor.close(ticketId);
    const { number } = (await supervisor.talkRoom(ticketId)).ticket;
    expect(await found(supervisor, '消してほしい')).toEqual([ticketId]);
    const named = await naming(admin, SUICIDE_PREVENTION, number, '希望のため');
    expect((await admin.request('POST', '/api/erasures', named)).status).toBe(200);
    expect(await found(supervisor, '消してほしい')).toEqual([]);
  });

  it('leaves a trace that tells who searched what where, its words sealed, and whose talk they saw a part of', async () => {
    const ticketId = await say(await newCaller(standIn), '跡をのこす話');
    expect(await found(supervisor, '跡をのこす')).toEqual([ticketId]);
    const { body } = await admin.request<AuditPage>('GET', '/api/audit?act=consultation.searched');
    expect(body.entries[0]).toMatchObject({
      accountId: SUICIDE_PREVENTION,
      why: 'closed',
      details: { from: TODAY, to: TODAY, hits: 1, consultations: 1, isContinued: false, isWhole: true },
    });
    const seq = body.entries[0]?.seq;
    expect((await admin.request('POST', `/api/audit/${seq}/reason`, {})).body).toEqual({
      why: { words: '跡をのこす' },
    });
    const opened = await admin.request<AuditPage>('GET', '/api/audit?act=reason.read');
    expect(opened.body.entries).toMatchObject([{ accountId: SUICIDE_PREVENTION, details: { seq } }]);
    const seen = await admin.request<AuditPage>('GET', '/api/audit?act=ticket.found');
    expect(seen.body.entries[0]).toMatchObject({ ticket: { id: ticketId }, details: { hits: 1 } });
    const [readable] = await relay.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM audit_entry WHERE audit_entry::text LIKE '%跡をのこす%'
         OR encode(why_sealed, 'escape') LIKE '%跡をのこす%'`,
    );
    expect(readable?.count).toBe(0);
    // To open it is a reading of its own.
    await supervisor.talkRoom(ticketId);
    const read = await admin.request<AuditPage>('GET', '/api/audit?act=ticket.read');
    expect(read.body.entries[0]?.ticket?.id).toBe(ticketId);
  });

  it('goes on page by page, and after its time, from where it came to', async () => {
    const wanted: string[] = [];
    for (let index = 0; index < SEARCH_PAGE + 3; index += 1)
      wanted.unshift(await say(await newCaller(standIn), `おおぜいのひとり ${index}`));
    const first = (await ask(supervisor, 'おおぜいの')).body;
    expect(first.found).toHaveLength(SEARCH_PAGE);
    expect(first.next).not.toBeNull();
    // Who writes in between stands before it, and moves nothing.
    await say(await newCaller(standIn), 'おおぜいのあとから');
    const second = (await ask(supervisor, 'おおぜいの', { after: first.next })).body;
    expect(second.next).toBeNull();
    expect([...first.found, ...second.found].map(({ ticketId }) => ticketId)).toEqual(wanted);

    const [me] = await relay.database.query<{ staffId: string }>(
      `SELECT staff_id AS "staffId" FROM membership WHERE role = 'supervisor' AND account_id = $1 LIMIT 1`,
      [SUICIDE_PREVENTION],
    );
    const { app } = relay.server;
    const hurried = new SearchService(
      app.get(Database),
      app.get(AccountDirectory),
      app.get(Vault),
      app.get(AuditWriter),
      0,
    );
    const principal = {
      staffId: me?.staffId ?? '',
      memberships: new Map([[SUICIDE_PREVENTION, 'supervisor']]),
    } as unknown as Principal;
    const request = { accountId: SUICIDE_PREVENTION, from: TODAY, to: TODAY, words: '屋根裏部屋' };
    const steps: number[] = [];
    let places = 0;
    for (let after: SearchRequest['after'] = null; ;) {
      const answer: SearchAnswer = await hurried.search(principal, { ...request, after });
      steps.push(answer.searched);
      places += answer.found.length;
      if (answer.next === null) {
        expect(answer.searched).toBe(answer.total);
        break;
      }
      after = answer.next;
    }
    expect(steps.length).toBeGreaterThan(1);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(places).toBe(1);
  });

  it('says clearly what it can’t do', async () => {
    const client = await person({ [SUICIDE_PREVENTION]: 'supervisor', [HUMAN_RIGHTS]: 'supervisor' });
    const refusals: [Partial<SearchRequest>, string][] = [
      [{ from: '2026-11-26', to: '2026-11-25' }, 'search_period'],
      [{ from: '2025-11-01', to: '2026-11-25' }, 'search_period'],
      [{ words: 'あ' }, 'search_words_too_short'],
      [{ words: '\u200b' }, 'search_words_too_short'],
      [{ words: '　' }, 'invalid_field'],
      [{ words: 'あ'.repeat(101) }, 'invalid_field'],
      [{ from: 'きのう' }, 'invalid_field'],
      [{ accountId: 'no-such-account' }, 'account_not_found'],
    ];
    for (const [request, code] of refusals) expect(codeOf(await ask(client, '言葉', request))).toBe(code);

    const caller = await newCaller(standIn);
    await write(standIn, relay, HUMAN_RIGHTS, caller, 'はじめまして');
    await relay.database.query(
      `INSERT INTO ticket (id, account_id, number, caller_id, state, line_since, carried_over, opened_at, waiting_since,
         closed_at)
       SELECT gen_random_uuid(), account_id, 1000 + n, caller_id, 'closed', opened_at, false, opened_at, opened_at,
         opened_at FROM ticket, generate_series(1, $2) AS n WHERE account_id = $1`,
      [HUMAN_RIGHTS, MOST_CONSULTATIONS],
    );
    const tooMany = await ask(client, '言葉', { accountId: HUMAN_RIGHTS });
    expect([tooMany.status, codeOf(tooMany)]).toEqual([409, 'search_too_broad']);
    expect(
      await found(client, '言葉', { accountId: HUMAN_RIGHTS, to: '2026-11-24', from: '2026-11-24' }),
    ).toEqual([]);

    const codes = await Promise.all(
      Array.from({ length: SEARCHES_PER_MINUTE }, async () => (await ask(client, '言葉')).status),
    );
    expect(codes).toContain(429);
    expect((await ask(kimura, '言葉')).status).toBe(200);
  });
});
