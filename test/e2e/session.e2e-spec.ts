import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it, beforeAll } from '@jest/globals';
import { type SecurityView } from '../../src/contract/sign-in.js';
import { type SessionView } from '../../src/contract/staff.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleGateway } from '../../src/console/live/console.gateway.js';
import { SessionWatch } from '../../src/console/live/session-watch.js';
import { ConsoleClient, type LiveConsole } from '../support/console-client.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const PASSWORD = 'tomoshibi-demo-1';

describe('signing in', () => {
  let standIn: StandIn;
  let relay: Relay;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
  });
  beforeEach(() => relay.database.query('DELETE FROM sign_in_limit'));
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const attempt = (
    login: unknown,
    password: unknown,
    headers: Record<string, string> = {},
    url = relay.url,
  ) =>
    fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ login, password }),
    });
  const read = (client: ConsoleClient) => client.request<SessionView>('GET', '/api/session');

  it('tells who one is, with a cookie that scripts and other sites have no use for', async () => {
    const response = await attempt('sato', PASSWORD);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      staff: { login: 'sato', displayName: '佐藤', administrator: false, capacity: 3 },
      memberships: expect.arrayContaining([{ accountId: 'suicide-prevention', role: 'counselor' }]),
      demo: true,
    });
    const cookie = response.headers.get('set-cookie') ?? '';
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(part);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const token = /tomoshibi-session=([^;]+)/.exec(cookie)?.[1] ?? '';
    expect(token.length).toBeGreaterThanOrEqual(43);
    const [row] = await relay.database.query<{ found: boolean }>(
      `SELECT bool_or(encode(token_hash, 'escape') LIKE '%' || $1 || '%') AS found FROM session`,
      [token],
    );
    expect(row?.found).toBe(false);
  });

  it('answers a wrong password and an unknown name alike', async () => {
    const answers = [];
    for (const [login, password] of [
      ['sato', 'wrong'],
      ['nobody', PASSWORD],
      ["sato' --", PASSWORD],
    ]) {
      const response = await attempt(login, password);
      answers.push({
        status: response.status,
        cookie: response.headers.get('set-cookie'),
        body: await response.json(),
      });
    }
    expect(answers[0]).toMatchObject({
      status: 401,
      cookie: null,
      body: { error: { code: 'sign_in_failed' } },
    });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('refuses malformed input and other pages before it looks at a password', async () => {
    const malformed = await attempt('sato', 1);
    expect([malformed.status, await malformed.json()]).toMatchObject([
      400,
      { error: { code: 'invalid_field', field: 'password' } },
    ]);
    const foreign = await attempt('sato', PASSWORD, { origin: 'https://evil.example' });
    expect([foreign.status, await foreign.json()]).toMatchObject([
      403,
      { error: { code: 'origin_not_allowed' } },
    ]);
    expect(foreign.headers.get('set-cookie')).toBeNull();
  });

  it('makes guessing slow for a name from one address, however the name is written, and lets others in', async () => {
    for (let guess = 0; guess < 10; guess += 1)
      expect((await attempt('suzuki', `guess ${guess}`)).status).toBe(401);
    for (const login of ['suzuki', 'SUZUKI', 'suzuki\u0000', 'su\u0000zuki']) {
      const refused = await attempt(login, 'tomoshibi-demo-2');
      expect(refused.status).toBe(429);
      expect(await refused.json()).toMatchObject({ error: { code: 'too_many_attempts' } });
    }
    expect((await attempt('sato', PASSWORD)).status).toBe(200);
  });

  /** As if the address had tried so many times in these ten minutes: trying itself costs a second or two. */
  const triedFromHere = async (times: number) => {
    await attempt('somebody', 'guess');
    const rows = await relay.database.query(
      `UPDATE sign_in_limit SET points = $1 WHERE key LIKE 'address:%' RETURNING key`,
      [times],
    );
    expect(rows).toHaveLength(1);
  };

  it('makes guessing slow for an address, whatever names it tries', async () => {
    await triedFromHere(48);
    const answers = [];
    for (const name of ['one', 'two', 'three', 'four']) answers.push((await attempt(name, 'guess')).status);
    expect(answers).toEqual([401, 401, 429, 429]);
  });

  const from = (address: string) => ({ 'x-forwarded-for': address });

  it('counts a network of IPv6 as one address, since whoever has one has all of it', async () => {
    const behind = await startRelay({ standIn, beside: relay, env: { TRUST_PROXY: '1' } });
    try {
      const guess = async (address: string) =>
        (await attempt('somebody', 'guess', from(address), behind.url)).status;
      await guess('2001:db8:0:1::1');
      await relay.database.query(`UPDATE sign_in_limit SET points = 50 WHERE key LIKE 'address:%'`);
      expect(await guess('2001:db8:0:1:ffff::2')).toBe(429);
      expect(await guess('2001:db8:0:2::1')).toBe(401);
    } finally {
      await behind.close();
    }
  });

  it('locks nobody out of where they come from, however many strangers guess, and bounds those', async () => {
    const behind = await startRelay({ standIn, beside: relay, env: { TRUST_PROXY: '1' } });
    try {
      const tanaka = async (password: string, address: string) =>
        (await attempt('tanaka', password, from(address), behind.url)).status;
      const right = 'tomoshibi-demo-3';
      for (let guess = 0; guess < 10; guess += 1)
        expect(await tanaka(`guess ${guess}`, `2001:db8:0:1::${guess}`)).toBe(401);
      expect(await tanaka(right, '2001:db8:0:1::a')).toBe(429);
      expect(await tanaka(right, '192.0.2.1')).toBe(200);

      // As if many addresses had tried that name: trying itself costs time.
      const last = await relay.database.query<{ seq: number }>('SELECT max(seq) AS seq FROM audit_entry');
      const names = await relay.database.query(
        `UPDATE sign_in_limit SET points = 100 WHERE key LIKE 'login:%' RETURNING points`,
      );
      expect(names).toHaveLength(1);
      expect(await tanaka(right, '192.0.2.2')).toBe(429);
      expect(await tanaka(right, '2001:db8:0:2::1')).toBe(429);
      const told = await relay.database.query(
        `SELECT login, details::jsonb AS details FROM audit_entry LEFT JOIN staff ON staff.id = actor_id
         WHERE act = 'session.locked' AND seq > $1`,
        [last[0]?.seq],
      );
      expect(told).toEqual([{ login: 'tanaka', details: { by: 'login' } }]);
      // They came in from there before.
      expect(await tanaka('wrong', '192.0.2.1')).toBe(401);
      expect(await tanaka(right, '192.0.2.1')).toBe(200);
      for (let guess = 0; guess < 10; guess += 1)
        expect(await tanaka(`guess ${guess}`, '192.0.2.1')).toBe(401);
      expect(await tanaka(right, '192.0.2.1')).toBe(429);
    } finally {
      await behind.close();
    }
  });

  it('lets a whole office in through one address when a shift begins', async () => {
    await triedFromHere(49);
    const answers = [];
    for (let person = 0; person < 4; person += 1) answers.push((await attempt('sato', PASSWORD)).status);
    expect(answers).toEqual([200, 200, 200, 200]);
    expect((await attempt('sato', 'wrong')).status).toBe(401);
    expect((await attempt('sato', PASSWORD)).status).toBe(429);
  });

  it('ends with signing out: for that cookie and its sockets, and for no other', async () => {
    const here = await ConsoleClient.signedIn(relay.url, 'sato');
    const there = await ConsoleClient.signedIn(relay.url, 'sato');
    const [live, other] = [await here.live(), await there.live()];
    const { cookie } = here;
    expect((await here.request('DELETE', '/api/session')).status).toBe(204);
    await eventually(() => live.socket.disconnected || undefined, 'the socket being cut off');
    expect(live.ended).toBe(true);
    expect((await here.request('GET', '/api/session', undefined, { cookie })).status).toBe(401);
    await expect(here.live()).rejects.toThrow('sign_in_required');
    expect((await read(there)).status).toBe(200);
    expect([other.socket.connected, other.ended]).toEqual([true, false]);
    other.close();
  });

  it('lists where one is in, and ends a session by itself: its sockets too, at whatever process', async () => {
    const beside = await startRelay({ standIn, beside: relay });
    try {
      const here = await ConsoleClient.signedIn(relay.url, 'suzuki');
      const there = await ConsoleClient.signedIn(beside.url, 'suzuki');
      const live = await there.live();
      const { body } = await here.request<SecurityView>('GET', '/api/security');
      expect(body.sessions.map(({ current, method }) => ({ current, method }))).toEqual([
        { current: true, method: 'password' },
        { current: false, method: 'password' },
      ]);
      const other = body.sessions[1]?.id ?? '';
      const stranger = await ConsoleClient.signedIn(relay.url, 'sato');
      expect((await stranger.request('DELETE', `/api/security/sessions/${other}`)).status).toBe(404);
      const left = await here.request<SecurityView>('DELETE', `/api/security/sessions/${other}`);
      expect(left.body.sessions).toHaveLength(1);
      await eventually(() => live.ended || undefined, 'the socket at the other process being cut off', 5000);
      expect((await there.request('GET', '/api/session')).status).toBe(401);
      expect((await here.request('DELETE', `/api/security/sessions/${other}`)).status).toBe(404);
    } finally {
      await beside.close();
    }
  });

  it('lasts as long as the settings say', async () => {
    const env = { SESSION_MAX_HOURS: '1', SESSION_IDLE_MINUTES: '5', VERIFIED_MINUTES: '1' };
    const strict = await startRelay({ standIn, beside: relay, env });
    try {
      const session = async (change: string) => {
        const client = await ConsoleClient.signedIn(strict.url, 'sato');
        const response = await fetch(`${strict.url}/api/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ login: 'sato', password: PASSWORD }),
        });
        expect(response.headers.get('set-cookie')).toContain('Max-Age=3600');
        await relay.database.query(`UPDATE session SET ${change}`);
        return client;
      };
      const idle = async (seconds: number) =>
        (await read(await session(`seen_at = now() - interval '${seconds} seconds'`))).status;
      expect([await idle(295), await idle(301)]).toEqual([200, 401]);
      const [row] = await relay.database.query<{ minutes: number }>(
        `SELECT extract(epoch FROM expires_at - created_at)::int / 60 AS minutes FROM session ORDER BY created_at DESC LIMIT 1`,
      );
      expect(row?.minutes).toBe(60);
      const late = await session(`verified_at = now() - interval '61 seconds'`);
      const refused = await late.request('POST', '/api/security/passkeys/options', {});
      expect(refused).toMatchObject({ status: 403, body: { error: { code: 'verification_required' } } });
    } finally {
      await strict.close();
    }
  });

  describe('without a person', () => {
    const unusedFor = (minutes: number) =>
      relay.database.query(`UPDATE session SET seen_at = now() - interval '${minutes} minutes'`);
    const unused = async () => {
      const [row] = await relay.database.query<{ minutes: number }>(
        `SELECT round(extract(epoch FROM now() - max(seen_at)) / 60)::int AS minutes FROM session`,
      );
      return row?.minutes;
    };
    const said = (live: LiveConsole) => live.socket.timeout(5000).emitWithAck('session.use', {});
    beforeEach(() => relay.database.query('DELETE FROM session'));

    it('goes on being unused, whatever screens ask for by themselves; what somebody does counts', async () => {
      const client = await ConsoleClient.signedIn(relay.url, 'sato');
      const live = await client.live();
      await unusedFor(100);
      await read(client);
      await client.desk();
      // A whisper that comes to an open talk is seen without anybody doing anything.
      const [unknown, messageIds] = [randomUUID(), [randomUUID()]];
      const seen = await client.request('POST', `/api/tickets/${unknown}/whispers/seen`, { messageIds });
      expect(seen.status).toBe(404);
      await relay.server.app.get(ConsoleGateway).beat();
      expect(await unused()).toBe(100);
      await client.request('POST', '/api/presence', { presence: 'available' });
      expect(await unused()).toBe(0);
      await unusedFor(100);
      expect(await said(live)).toEqual({ ok: true });
      expect(await unused()).toBe(0);
      live.close();
    });

    it('ends under a console that is open, and what is done too late brings nothing back', async () => {
      const client = await ConsoleClient.signedIn(relay.url, 'sato');
      const live = await client.live();
      await unusedFor(121);
      await said(live).catch(() => undefined);
      await eventually(() => live.socket.disconnected || undefined, 'the socket being cut off', 5000);
      expect([live.ended, await unused()]).toEqual([true, 121]);
      await expect(client.live()).rejects.toThrow('sign_in_required');
    });

    it('tells each of its tabs some minutes before, and takes it back in all of them', async () => {
      const client = await ConsoleClient.signedIn(relay.url, 'sato');
      const beside = await startRelay({ standIn, beside: relay });
      try {
        const tabs = [await client.live(), await client.at(beside.url).live()] as const;
        const other = await (await ConsoleClient.signedIn(relay.url, 'suzuki')).live();
        const told = (count: number) =>
          eventually(() => tabs.every(({ idle }) => idle.length === count) || undefined, `${count} times`);
        await told(1);
        await relay.database.query(
          `UPDATE session SET seen_at = now() - interval '117 minutes' FROM staff WHERE staff.id = staff_id AND login = 'sato'`,
        );
        await told(2);
        for (const { idle } of tabs) {
          expect(idle[0]).toBeNull();
          expect(idle[1]).toBeGreaterThan(170);
          expect(idle[1]).toBeLessThanOrEqual(180);
        }
        await said(tabs[0]);
        await told(3);
        for (const { idle } of tabs) expect(idle[2]).toBeNull();
        expect(other.idle).toEqual([null]);
        // It will be over as early with somebody as without.
        await relay.database.query(`UPDATE session SET expires_at = now() + interval '2 minutes'`);
        await unusedFor(117);
        await relay.server.app.get(SessionWatch).check();
        await tabs[0].socket.timeout(5000).emitWithAck('ticket.leave', { ticketId: randomUUID() });
        expect(tabs[0].idle).toHaveLength(3);
        for (const live of [...tabs, other]) live.close();
      } finally {
        await beside.close();
      }
    });

    it('is told no earlier than at half of a short limit', async () => {
      const client = await ConsoleClient.signedIn(relay.url, 'sato');
      const strict = await startRelay({ standIn, beside: relay, env: { SESSION_IDLE_MINUTES: '5' } });
      try {
        await unusedFor(2);
        const live = await client.at(strict.url).live();
        await eventually(() => live.idle.length === 1 || undefined, 'the first word');
        expect(live.idle).toEqual([null]);
        await unusedFor(3);
        await eventually(() => live.idle.length === 2 || undefined, 'the second word');
        expect(live.idle[1]).toBeLessThanOrEqual(120);
        live.close();
      } finally {
        await strict.close();
      }
    });
  });

  it.each([
    ['its time is over', `UPDATE session SET expires_at = now() - interval '1 second'`],
    ['it was idle too long', `UPDATE session SET seen_at = now() - interval '121 minutes'`],
    ['the person may no longer work here', `UPDATE staff SET active = false WHERE login = 'sato'`],
  ])('ends when %s', async (_, sql) => {
    const client = await ConsoleClient.signedIn(relay.url, 'sato');
    expect((await read(client)).status).toBe(200);
    try {
      await relay.database.query(sql);
      expect((await read(client)).status).toBe(401);
      await expect(client.live()).rejects.toThrow('sign_in_required');
    } finally {
      await relay.database.query('UPDATE staff SET active = true');
    }
  });
});
