import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SetAsideView } from '../../src/contract/desk.js';
import { type ErrorBody } from '../../src/contract/error.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { bubbles, TICKET, routes, openRoutes } from '../support/console-routes.js';
import { newCaller, textsTo, write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

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
      components: { schemas: Record<string, unknown> };
    };
    const named = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((name = '') => !(name in document.components.schemas))).toEqual([]);
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(
        (method) =>
          `${method.toUpperCase()} ${path
            .replace('{accountId}', SUICIDE_PREVENTION)
            .replace('{situation}', 'closed')
            .replace('{month}', '2026-10')
            .replaceAll(/\{\w+Id\}/g, TICKET)
            .replace('{id}', 'event-1')
            .replace('{position}', '0')
            .replace('{seq}', '1')
            .replace('{kind}', 'risk')}`,
      ),
    );
    const known = [...openRoutes, ...routes.map(([method, path]) => `${method} ${path}`)];
    expect(new Set(described)).toEqual(new Set(known.map((name) => name.split('?')[0])));
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
