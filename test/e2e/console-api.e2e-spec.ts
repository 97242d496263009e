import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SetAsideView } from '../../src/contract/desk.js';
import { type ErrorBody } from '../../src/contract/error.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, textsTo, write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const bubbles = (...texts: unknown[]) => texts.map((text) => ({ kind: 'text', text }));
const TICKET = '0198c5a0-0000-7000-8000-000000000000';
const emptyDraft = { text: '', quotes: null, tray: [], quickReplies: [], note: '' };
/** Every route of the console but those of signing in, with a body that would be accepted. */
const routes: [method: string, path: string, body: unknown][] = [
  ['GET', '/api/session', undefined],
  ['DELETE', '/api/session', undefined],
  ['POST', '/api/presence', { presence: 'break' }],
  ['POST', '/api/session/verification/options', {}],
  ['POST', '/api/session/verification', { kind: 'password', password: 'tomoshibi' }],
  ['GET', '/api/security', undefined],
  ['POST', '/api/security/passkeys/options', {}],
  ['POST', '/api/security/passkeys', {}],
  ['PUT', `/api/security/passkeys/${TICKET}`, { name: '鍵' }],
  ['DELETE', `/api/security/passkeys/${TICKET}`, undefined],
  ['POST', '/api/security/totp/secret', {}],
  ['POST', '/api/security/totp', { code: '000000' }],
  ['DELETE', '/api/security/totp', undefined],
  ['DELETE', `/api/security/sessions/${TICKET}`, undefined],
  ['GET', '/api/people', undefined],
  ['POST', `/api/people/${TICKET}/link`, {}],
  ['POST', `/api/people/${TICKET}/recovery`, { reason: '紛失' }],
  ['POST', `/api/people/${TICKET}/recovery/confirm`, {}],
  ['DELETE', `/api/people/${TICKET}/recovery`, undefined],
  ['DELETE', `/api/people/${TICKET}/sessions`, undefined],
  ['GET', '/api/desk', undefined],
  ['GET', '/api/set-aside', undefined],
  ['GET', '/api/set-aside/event-1/shape', undefined],
  ['POST', '/api/set-aside/replay', { ids: ['event-1'] }],
  ['GET', '/api/unfamiliar-events', undefined],
  ['GET', `/api/tickets/${TICKET}`, undefined],
  ['GET', `/api/tickets/${TICKET}/canned-texts`, undefined],
  ['POST', `/api/tickets/${TICKET}/take`, {}],
  ['GET', `/api/tickets/${TICKET}/handovers`, undefined],
  ['GET', `/api/tickets/${TICKET}/transfer/targets`, undefined],
  [
    'POST',
    `/api/tickets/${TICKET}/transfer`,
    { to: { kind: 'profession', profession: 'nurse' }, note: '引き継ぎ' },
  ],
  ['POST', `/api/tickets/${TICKET}/transfer/accept`, {}],
  ['POST', `/api/tickets/${TICKET}/transfer/decline`, {}],
  ['POST', `/api/tickets/${TICKET}/transfer/withdraw`, {}],
  ['POST', `/api/tickets/${TICKET}/transfer/dismiss`, {}],
  ['POST', `/api/tickets/${TICKET}/return`, { note: '続けられません' }],
  ['POST', `/api/tickets/${TICKET}/needs`, { language: 'en', profession: null }],
  ['POST', `/api/tickets/${TICKET}/offer/accept`, {}],
  ['POST', `/api/tickets/${TICKET}/offer/decline`, {}],
  ['POST', `/api/tickets/${TICKET}/replies`, { clientId: TICKET, bubbles: bubbles('こんにちは') }],
  ['POST', `/api/tickets/${TICKET}/messages/${TICKET}/resend`, { mayArriveTwice: false }],
  ['GET', `/api/tickets/${TICKET}/messages`, undefined],
  ['GET', `/api/tickets/${TICKET}/days`, undefined],
  ['GET', `/api/tickets/${TICKET}/past`, undefined],
  ['POST', `/api/tickets/${TICKET}/notes`, { clientId: TICKET, text: 'メモ' }],
  ['GET', `/api/tickets/${TICKET}/draft`, undefined],
  ['PUT', `/api/tickets/${TICKET}/draft`, { draft: emptyDraft, base: null }],
  ['DELETE', `/api/tickets/${TICKET}/draft`, undefined],
  ['POST', `/api/tickets/${TICKET}/close`, {}],
  ['POST', `/api/tickets/${TICKET}/attachments`, {}],
  ['GET', `/api/tickets/${TICKET}/standing`, undefined],
  ['POST', `/api/tickets/${TICKET}/risk`, { risk: 'high', reason: '理由' }],
  ['POST', `/api/tickets/${TICKET}/alarms/risk/seen`, {}],
  ['POST', `/api/tickets/${TICKET}/follow-up/line`, {}],
  ['POST', `/api/tickets/${TICKET}/follow-up/message`, {}],
  ['POST', `/api/tickets/${TICKET}/follow-up/close`, {}],
  ['POST', `/api/tickets/${TICKET}/extend`, { minutes: 10 }],
  ['POST', `/api/tickets/${TICKET}/mute`, { minutes: 60, reason: '理由' }],
  ['GET', '/api/mutes', undefined],
  ['POST', `/api/mutes/${TICKET}/lift`, {}],
  ['GET', `/api/tickets/${TICKET}/media/${TICKET}`, undefined],
  ['GET', '/api/accounts', undefined],
  ['GET', `/api/accounts/${SUICIDE_PREVENTION}/calendar`, undefined],
  ['GET', `/api/accounts/${SUICIDE_PREVENTION}/what-if`, undefined],
  ['POST', `/api/accounts/${SUICIDE_PREVENTION}/overrides`, { state: 'closed', reason: '停電', until: null }],
  ['POST', `/api/accounts/${SUICIDE_PREVENTION}/overrides/${TICKET}/undo`, {}],
  ['GET', `/api/accounts/${SUICIDE_PREVENTION}/texts`, undefined],
  ['GET', `/api/accounts/${SUICIDE_PREVENTION}/texts/closed/versions`, undefined],
  ['GET', '/api/demo/clock', undefined],
  ['PUT', '/api/demo/clock', { instant: null }],
];
/** Open to who has no session yet: session.e2e-spec.ts and passkey.e2e-spec.ts know them. */
const open = [
  'POST /api/session',
  'GET /api/session/options',
  'GET /api/session/single-sign-on',
  'GET /api/session/single-sign-on/callback',
  'POST /api/session/passkey/options',
  'POST /api/session/passkey',
  'POST /api/join',
  'POST /api/join/passkey/options',
  'POST /api/join/passkey',
  'POST /api/join/totp',
  'POST /api/join/password',
];
const writes = routes.filter(([method]) => method !== 'GET');

describe('the console API', () => {
  let standIn: StandIn;
  let relay: Relay;
  let counselor: ConsoleClient;
  let colleague: ConsoleClient;
  let supervisor: ConsoleClient;
  let administrator: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
    counselor = await addStaff(relay, { login: 'yamada', memberships });
    colleague = await addStaff(relay, { login: 'kimura', memberships });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    administrator = await ConsoleClient.signedIn(relay.url, 'admin');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const waiting = async () =>
    write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), '聞いてください');
  const taken = async () => {
    const ticketId = await waiting();
    expect((await counselor.take(ticketId)).status).toBe(200);
    return ticketId;
  };
  const refusal = (status: number, code: string, field?: string) => ({
    status,
    body: { error: { code, ...(field === undefined ? {} : { field }) } },
  });
  const post = async (path: string, body: string, headers: Record<string, string>) => {
    const response = await fetch(`${relay.url}${path}`, {
      method: 'POST',
      headers: { cookie: counselor.cookie, ...headers },
      body,
    });
    return { status: response.status, body: (await response.json()) as ErrorBody };
  };
  const json = { 'content-type': 'application/json' };

  it('has no route that this test does not know', async () => {
    const document = (await (await fetch(`${relay.url}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(
        (method) =>
          `${method.toUpperCase()} ${path
            .replace('{accountId}', SUICIDE_PREVENTION)
            .replace('{situation}', 'closed')
            .replaceAll(/\{\w+Id\}/g, TICKET)
            .replace('{id}', 'event-1')
            .replace('{kind}', 'risk')}`,
      ),
    );
    const known = [...open, ...routes.map(([method, path]) => `${method} ${path}`)];
    expect(new Set(described)).toEqual(new Set(known));
  });

  it.each(routes)('wants a session for %s %s', async (method, path, body) => {
    const stranger = new ConsoleClient(relay.url);
    expect(await stranger.request(method, path, body)).toMatchObject(refusal(401, 'sign_in_required'));
    const cookie = `tomoshibi-session=${'A'.repeat(43)}`;
    expect(await stranger.request(method, path, body, { cookie })).toMatchObject(
      refusal(401, 'sign_in_required'),
    );
  });

  it.each(writes)('takes no %s %s from the page of somebody else', async (method, path, body) => {
    const origin = 'https://evil.example';
    expect(await counselor.request(method, path, body, { origin })).toMatchObject(
      refusal(403, 'origin_not_allowed'),
    );
  });

  it('takes writes from its own page', async () => {
    const ticketId = await waiting();
    const answer = await counselor.request(
      'POST',
      `/api/tickets/${ticketId}/take`,
      {},
      { origin: relay.url },
    );
    expect(answer.status).toBe(200);
  });

  it.each<[string, unknown, string, string | undefined]>([
    ['no bubble', { clientId: TICKET, bubbles: [] }, 'invalid_field', 'bubbles'],
    ['no text', { clientId: TICKET, bubbles: [{ kind: 'text' }] }, 'invalid_field', 'bubbles.0.text'],
    ['an empty text', { clientId: TICKET, bubbles: bubbles('') }, 'invalid_field', 'bubbles.0.text'],
    [
      'nothing but spaces',
      { clientId: TICKET, bubbles: bubbles(' 　\n') },
      'invalid_field',
      'bubbles.0.text',
    ],
    ['a text that is no text', { clientId: TICKET, bubbles: bubbles(1) }, 'invalid_field', 'bubbles.0.text'],
    [
      'six bubbles',
      { clientId: TICKET, bubbles: bubbles('一', '二', '三', '四', '五', '六') },
      'invalid_field',
      'bubbles',
    ],
    [
      'quick replies that LINE would refuse',
      { clientId: TICKET, bubbles: bubbles('はい'), quickReplies: ['あ'.repeat(21)] },
      'invalid_field',
      'quickReplies.0',
    ],
    ['no client id', { bubbles: bubbles('はい') }, 'invalid_field', 'clientId'],
    ['a client id that is no UUID', { clientId: '1', bubbles: bubbles('はい') }, 'invalid_field', 'clientId'],
    [
      'more than was asked for',
      { clientId: TICKET, bubbles: bubbles('はい'), to: 'all' },
      'bad_request',
      undefined,
    ],
    ['a list', [], 'bad_request', undefined],
    ['null', null, 'bad_request', undefined],
    [
      'too long a text',
      { clientId: TICKET, bubbles: bubbles('あ'.repeat(5001)) },
      'text_too_long',
      'bubbles.0.text',
    ],
  ])('refuses a reply with %s, says why, and changes nothing', async (_, body, code, field) => {
    const ticketId = await taken();
    const before = await counselor.talkRoom(ticketId);
    const answer = await counselor.request<ErrorBody>('POST', `/api/tickets/${ticketId}/replies`, body);
    expect(answer).toMatchObject(refusal(400, code, field));
    expect(answer.body.error.message.ja).not.toMatch(/[{}]/);
    const { messages, ticket } = await counselor.talkRoom(ticketId);
    expect({ messages, ticket }).toEqual({ messages: before.messages, ticket: before.ticket });
  });

  it('counts a text as LINE does: 5,000 units go, and 5,001 are refused with their number', async () => {
    const userId = await newCaller(standIn);
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, '長い返事を');
    await counselor.take(ticketId);
    const fits = '🍎'.repeat(2500);
    expect((await counselor.reply(ticketId, fits)).status).toBe(201);
    await eventually(
      async () => (await textsTo(standIn, SUICIDE_PREVENTION, userId)).includes(fits) || undefined,
      'all 5,000 at LINE',
    );
    const answer = await counselor.reply(ticketId, `${fits}!`);
    expect(answer).toMatchObject(refusal(400, 'text_too_long', 'bubbles.0.text'));
    expect(answer.body.error.message.ja).toContain('5001 / 5000');
  });

  it.each([
    ['POST', 'take'],
    ['POST', 'close'],
    ['POST', 'replies'],
    ['GET', ''],
  ])('tells an unknown ticket from no ticket at all: %s %s', async (method, action) => {
    const body = action === 'replies' ? { clientId: randomUUID(), bubbles: bubbles('はい') } : undefined;
    const at = (id: string) =>
      counselor.request(method, `/api/tickets/${id}${action === '' ? '' : `/${action}`}`, body);
    expect(await at(TICKET)).toMatchObject(refusal(404, 'ticket_not_found'));
    expect((await at('12')).status).toBe(400);
    expect((await at("'; DROP TABLE ticket; --")).status).toBe(400);
  });

  it('refuses what is not JSON, not of its type, or too large', async () => {
    const path = `/api/tickets/${await taken()}/replies`;
    expect(await post(path, '{"clientId":', json)).toMatchObject(refusal(400, 'bad_request'));
    expect(await post(path, '', json)).toMatchObject(refusal(400, 'bad_request'));
    expect(await post(path, '{"__proto__":{"text":"x"}}', json)).toMatchObject(refusal(400, 'bad_request'));
    expect(await post(path, '<reply/>', { 'content-type': 'application/xml' })).toMatchObject(
      refusal(415, 'unsupported_media_type'),
    );
    const large = JSON.stringify({ clientId: TICKET, bubbles: bubbles('x'.repeat(300_000)) });
    expect(await post(path, large, json)).toMatchObject(refusal(413, 'body_too_large'));
  });

  it('keeps consultations from administrators, and what was set aside for them', async () => {
    const ticketId = await taken();
    await standIn.sendRaw(HUMAN_RIGHTS, { body: 'not JSON, but signed' });
    const forbidden: [string, string, unknown?][] = [
      ['GET', '/api/desk'],
      ['GET', `/api/tickets/${ticketId}`],
      ['POST', `/api/tickets/${ticketId}/take`, {}],
      ['POST', `/api/tickets/${ticketId}/close`, {}],
      ['POST', `/api/tickets/${ticketId}/replies`, { clientId: TICKET, bubbles: bubbles('はい') }],
    ];
    for (const [method, path, body] of forbidden)
      expect(await administrator.request(method, path, body)).toMatchObject(refusal(403, 'not_permitted'));
    const { status, body } = await administrator.request<SetAsideView>('GET', '/api/set-aside');
    expect(status).toBe(200);
    expect(body.items).toMatchObject([{ accountId: HUMAN_RIGHTS, reason: 'not-json', bytes: 20 }]);
    expect(JSON.stringify(body)).not.toContain('signed');
    for (const client of [counselor, supervisor])
      expect(await client.request('GET', '/api/set-aside')).toMatchObject(refusal(403, 'not_permitted'));
  });

  it("shows a ticket's words to its counselor and to supervisors, and to nobody before it is taken", async () => {
    const ticketId = await waiting();
    const read = (client: ConsoleClient) => client.request('GET', `/api/tickets/${ticketId}`);
    expect(await read(counselor)).toMatchObject(refusal(403, 'not_permitted'));
    expect((await read(supervisor)).status).toBe(200);
    await counselor.take(ticketId);
    expect((await read(counselor)).status).toBe(200);
    expect(await read(colleague)).toMatchObject(refusal(403, 'not_permitted'));
    const { mine, others, counselors } = await colleague.desk();
    expect([mine, others, counselors]).toEqual([[], [], []]);
    expect((await supervisor.desk()).others.map((ticket) => ticket.id)).toContain(ticketId);
  });

  it('lets nothing of it be cached, framed or run from elsewhere', async () => {
    for (const path of ['/api/desk', `/api/tickets/${TICKET}`, '/api/session']) {
      for (const cookie of [counselor.cookie, '']) {
        const { headers } = await fetch(`${relay.url}${path}`, { headers: { cookie } });
        expect(headers.get('cache-control')).toBe('no-store');
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('referrer-policy')).toBe('no-referrer');
        const policy = headers.get('content-security-policy') ?? '';
        for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "script-src 'self'"])
          expect(policy).toContain(rule);
        expect(headers.get('x-powered-by')).toBeNull();
      }
    }
  });
});
