import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cookieAttributes, cookieName } from '../../src/console/http/request.js';
import { type Environment } from '../../src/config/environment.js';
import { bridgeFigures, bridgeNumbers } from '../../src/contract/bridge-figures.js';
import { type ErrorBody } from '../../src/contract/error.js';
import { type WallsView, type WallView } from '../../src/contract/wall.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { act, Caller, configure, ticketOf } from '../support/line.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';
import { type HungUp, hangUp, makeWall, WALL } from '../support/wall.js';

const both = { accountIds: [SUICIDE_PREVENTION, HUMAN_RIGHTS] };

/** Every key of a body, by its path; of lists, those of their first entry. */
function keysOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return keysOf(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, each]) => keysOf(each, path === '' ? key : `${path}.${key}`));
}

const flow = ['abandoned', 'answers', 'answersInTime', 'arrivals', 'atRisk', 'closed', 'longestWait'];
const flows = (path: string) =>
  [...flow, 'outOfHours', 'taken', 'takenInTime'].map((key) => `today.accounts[].${path}.${key}`);

describe('a screen on the wall', () => {
  let standIn: StandIn;
  let relay: Relay;
  let sato: ConsoleClient;
  let tanaka: ConsoleClient;
  let other: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    other = await addStaff(relay, { login: 'other', memberships: { [SUICIDE_PREVENTION]: 'supervisor' } });
    await configure(relay, SUICIDE_PREVENTION, {
      staffing: { minimum: 0 },
      waiting: { pickFreely: true },
      targets: { waitMinutes: 10, replyMinutes: 20 },
    });
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const shown = (screen: ConsoleClient) => screen.request<WallView & ErrorBody>('GET', '/api/wall');
  const walls = async (person: ConsoleClient) =>
    (await person.request<WallsView>('GET', '/api/walls')).body.walls;
  const later = (minutes: number) => moveClock(relay, new Date(EVENING.getTime() + minutes * 60_000));
  const trace = (wallId: string) =>
    relay.database.query<{ act: string; by: string; accountId: string; details: string | null }>(
      `SELECT act, coalesce(login, actor_kind) AS by, account_id AS "accountId", details FROM audit_entry
         LEFT JOIN staff ON staff.id = actor_id
       WHERE subject_kind = 'wall' AND subject_id = $1 ORDER BY seq`,
      [wallId],
    );
  const expectEnded = async ({ screen, wall }: HungUp) => {
    const answer = await fetch(`${relay.url}/api/wall`, { headers: { cookie: screen.cookie } });
    expect(answer.status).toBe(401);
    expect(((await answer.json()) as ErrorBody).error.code).toBe('wall_ended');
    // Its cookie goes: whoever signs in there sees what is theirs.
    expect(answer.headers.get('set-cookie')).toMatch(/^tomoshibi-wall=;.*Expires=Thu, 01 Jan 1970/);
    expect((await walls(tanaka)).map(({ id }) => id)).not.toContain(wall.id);
  };

  it('shows the numbers of its accounts as the board counts them, and nothing else', async () => {
    const { screen } = await hangUp(tanaka, both);
    const callers = [
      await Caller.waiting(standIn, relay, SUICIDE_PREVENTION),
      await Caller.waiting(standIn, relay, SUICIDE_PREVENTION),
      await Caller.waiting(standIn, relay, SUICIDE_PREVENTION),
    ] as const;
    await sato.take(callers[0].ticketId);
    await act(sato, callers[0].ticketId, 'risk', { risk: 'imminent', reason: '薬を手もとに置いている' });
    await act(tanaka, callers[1].ticketId, 'risk', { risk: 'watch', reason: '声が小さい' });
    await later(12);
    const desk = await tanaka.desk();
    const { status, body } = await shown(screen);
    expect(status).toBe(200);
    expect(body.figures).toEqual(bridgeNumbers(bridgeFigures(desk, Date.parse(body.now))));
    expect(body.figures).toMatchObject({ waiting: 2, late: 2, owed: 1, owedLate: 0, atRisk: 2, grave: 1 });
    expect(body.figures.oldest?.targetMinutes).toBe(10);
    expect(body.figures.graveAlarms).toBeGreaterThan(0);
    expect(body.figures.short).toBe(0);
    expect(body.accounts.map(({ id }) => id).toSorted()).toEqual(both.accountIds.toSorted());
    expect(body.today.accounts.map(({ total }) => total.arrivals).toSorted((a, b) => a - b)).toEqual([0, 3]);
    expect(new Set(keysOf(body))).toEqual(
      new Set([
        'now',
        'endsAt',
        'figures.waiting',
        'figures.oldest.since',
        'figures.oldest.targetMinutes',
        'figures.late',
        'figures.owed',
        'figures.owedLate',
        'figures.atRisk',
        'figures.grave',
        'figures.alarms',
        'figures.graveAlarms',
        'figures.unseenMessages',
        'figures.short',
        'figures.available',
        'figures.online',
        'accounts[].id',
        'accounts[].name.ja',
        'accounts[].name.en',
        'accounts[].opening.state',
        'accounts[].opening.nextChangeAt',
        'accounts[].targets.waitMinutes',
        'today.now',
        'today.from',
        'today.to',
        'today.accounts[].accountId',
        'today.accounts[].quarters[].waiting',
        ...flows('quarters[]'),
        ...flows('total'),
        'today.accounts[].openings[].from',
        'today.accounts[].openings[].to',
        'today.accounts[].openings[].state',
      ]),
    );
    const text = JSON.stringify(body);
    for (const { ticketId } of callers) {
      const { alias } = await ticketOf(tanaka, ticketId);
      expect(text).not.toContain(ticketId);
      expect(text).not.toContain(alias);
    }
    for (const { staffId, displayName } of desk.counselors) {
      expect(text).not.toContain(staffId);
      expect(text).not.toContain(displayName);
    }
    // Another account's wall counts none of it, and a supervisor sees the same with their own session.
    const next = await hangUp(tanaka, { accountIds: [HUMAN_RIGHTS] });
    expect((await shown(next.screen)).body.figures).toMatchObject({ waiting: 0, owed: 0, atRisk: 0 });
    expect((await shown(tanaka)).body).toMatchObject({ endsAt: null, figures: body.figures });
    for (const { ticketId } of callers.slice(1)) await sato.take(ticketId);
    for (const { ticketId } of callers) await sato.close(ticketId);
    await configure(relay, SUICIDE_PREVENTION, { staffing: { minimum: 9 } });
    await eventually(
      async () => (await shown(screen)).body.figures.short === 1 || undefined,
      'too few people on the wall',
    );
    await configure(relay, SUICIDE_PREVENTION, { staffing: { minimum: 0 } });
  });

  it('keeps nobody’s session open, and is for supervisors and walls alone', async () => {
    const seen = () =>
      relay.database.query<{ seen: string }>(
        `SELECT seen_at::text AS seen FROM session JOIN staff ON staff.id = staff_id WHERE login = 'tanaka'`,
      );
    await relay.database.query(`UPDATE session SET seen_at = now() - interval '30 minutes'`);
    const before = await seen();
    expect((await shown(tanaka)).status).toBe(200);
    expect(await seen()).toEqual(before);
    expect((await shown(sato)).body.error.code).toBe('not_permitted');
    expect((await shown(new ConsoleClient(relay.url))).body.error.code).toBe('sign_in_required');
  });

  it('is opened by a link, once, from this console alone, into a cookie that no script reads', async () => {
    const { token } = await makeWall(tanaka);
    const open = (linkToken: string, headers = {}) =>
      fetch(`${relay.url}/api/wall`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ token: linkToken }),
      });
    expect((await open(token, { origin: 'https://elsewhere.example' })).status).toBe(403);
    // Before it is opened, it is no cookie either.
    expect((await shown(browserWith(`tomoshibi-wall=${token}`))).body.error.code).toBe('wall_ended');
    const opened = await open(token);
    expect(opened.status).toBe(204);
    const cookie = opened.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^tomoshibi-wall=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(token);
    const production = { production: true } as Environment;
    expect(cookieName(production, 'wall')).toBe('__Host-tomoshibi-wall');
    expect(cookieAttributes(production)).toEqual({
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: true,
    });
    const again = await open(token);
    expect([again.status, ((await again.json()) as ErrorBody).error.code]).toEqual([
      410,
      'wall_link_unusable',
    ]);
    const late = await makeWall(tanaka);
    await relay.database.query('UPDATE wall SET link_expires_at = now() WHERE id = $1', [late.wall.id]);
    expect((await open(late.token)).status).toBe(410);
    const [kept] = await relay.database.query<{ text: string }>('SELECT wall::text AS text FROM wall');
    expect(kept?.text).not.toContain(WALL.name);
  });

  /** A browser with this cookie, however it came by it. */
  const browserWith = (cookie: string) => {
    const request = (method: string, path: string) =>
      fetch(`${relay.url}${path}`, { method, headers: { cookie } }).then(async (answer) => ({
        status: answer.status,
        body: await answer.json(),
      }));
    return { request } as unknown as ConsoleClient;
  };

  it('is nobody’s session, opens no socket, and no session is a wall', async () => {
    const { screen, token } = await hangUp(tanaka);
    const own = screen.cookie.split('=')[1] ?? '';
    for (const cookie of [screen.cookie, `tomoshibi-session=${own}`, `tomoshibi-session=${token}`])
      for (const path of ['/api/session', '/api/desk', '/api/walls', '/api/statistics/today'])
        expect((await browserWith(cookie).request<ErrorBody>('GET', path)).body.error.code).toBe(
          'sign_in_required',
        );
    await expect(screen.live()).rejects.toThrow('sign_in_required');
    const session = tanaka.cookie.split('=')[1] ?? '';
    expect((await shown(browserWith(`tomoshibi-wall=${session}`))).body.error.code).toBe('wall_ended');
    expect((await shown(screen)).status).toBe(200);
  });

  it('is made of what one supervises, by who showed who they are, for 90 days at most', async () => {
    const make = async (person: ConsoleClient, changes: object) =>
      (await person.request<ErrorBody>('POST', '/api/walls', { ...WALL, ...changes })).body.error.code;
    expect(await make(other, both)).toBe('account_not_found');
    expect(await make(sato, {})).toBe('not_permitted');
    expect(await make(tanaka, { days: 91 })).toBe('invalid_field');
    expect(await make(tanaka, { name: '壁'.repeat(41) })).toBe('invalid_field');
    expect(await make(tanaka, { name: '  ' })).toBe('invalid_field');
    expect(await make(tanaka, { accountIds: [] })).toBe('invalid_field');
    await relay.database.query(`UPDATE session SET verified_at = now() - interval '1 hour'`);
    expect(await make(tanaka, {})).toBe('verification_required');
    await relay.database.query(`UPDATE session SET verified_at = now()`);
    const { wall } = await makeWall(tanaka, { days: 90 });
    expect(Math.round((Date.parse(wall.endsAt) - Date.parse(wall.madeAt)) / 86_400_000)).toBe(90);
  });

  it('stands in the list of its accounts’ supervisors, one of whom ends it; each with a trace', async () => {
    const hung = await hangUp(tanaka, { ...both, name: '玄関' });
    await shown(hung.screen);
    const stranger = await addStaff(relay, {
      login: 'stranger',
      memberships: { [HUMAN_RIGHTS]: 'counselor' },
    });
    expect((await stranger.request('GET', '/api/walls')).status).toBe(403);
    const seen = (await walls(other)).find(({ id }) => id === hung.wall.id);
    // Of an account that isn't theirs they learn that there is one more, and not which.
    expect(seen).toMatchObject({
      name: '玄関',
      madeBy: '田中',
      accountIds: [SUICIDE_PREVENTION],
      otherAccounts: 1,
    });
    expect(seen?.askedAt).not.toBeNull();
    const end = (person: ConsoleClient) => person.request('DELETE', `/api/walls/${hung.wall.id}`);
    expect((await end(other)).status).toBe(204);
    expect((await end(tanaka)).status).toBe(404);
    await expectEnded(hung);
    const entries = (await trace(hung.wall.id)).map(
      ({ act: name, by, accountId }) => `${name} ${by} ${accountId}`,
    );
    expect(entries.toSorted()).toEqual(
      both.accountIds
        .flatMap((id) => [`wall.made tanaka ${id}`, `wall.opened nobody ${id}`, `wall.ended other ${id}`])
        .toSorted(),
    );
    const elsewhere = await hangUp(tanaka, { accountIds: [HUMAN_RIGHTS] });
    expect((await other.request('DELETE', `/api/walls/${elsewhere.wall.id}`)).status).toBe(404);
    expect((await walls(other)).map(({ id }) => id)).not.toContain(elsewhere.wall.id);
    expect((await shown(elsewhere.screen)).status).toBe(200);
  });

  it('is over with its time, and when its maker may no longer show this; and stays so', async () => {
    const timed = await hangUp(tanaka);
    expect((await shown(timed.screen)).status).toBe(200);
    await relay.database.query('UPDATE wall SET ends_at = now() WHERE id = $1', [timed.wall.id]);
    await expectEnded(timed);
    expect(await trace(timed.wall.id)).toContainEqual(
      expect.objectContaining({ act: 'wall.ended', by: 'system', details: '{"lapse":"time"}' }),
    );
    const maker = await addStaff(relay, {
      login: 'maker',
      memberships: { [SUICIDE_PREVENTION]: 'supervisor', [HUMAN_RIGHTS]: 'supervisor' },
    });
    const change = async (sql: string) => {
      const hung = await hangUp(maker, both);
      expect((await shown(hung.screen)).status).toBe(200);
      await relay.database.query(`${sql} = 'maker'`);
      await expectEnded(hung);
      return hung;
    };
    const mine = `AND account_id = '${HUMAN_RIGHTS}' AND (SELECT login FROM staff WHERE id = staff_id)`;
    const one = await change(`UPDATE membership SET role = 'counselor' WHERE true ${mine}`);
    expect(await trace(one.wall.id)).toContainEqual(
      expect.objectContaining({ act: 'wall.ended', by: 'system', details: '{"lapse":"maker"}' }),
    );
    await relay.database.query(`UPDATE membership SET role = 'supervisor' WHERE true ${mine} = 'maker'`);
    expect((await shown(one.screen)).body.error.code).toBe('wall_ended');
    await change(`UPDATE staff SET active = false WHERE login`);
  });

  it('slows down who guesses links', async () => {
    const guess = () => new ConsoleClient(relay.url).enter<ErrorBody>('/api/wall', { token: 'x'.repeat(43) });
    const codes = new Set<string>();
    for (let count = 0; count < 51; count += 1) codes.add((await guess()).body.error.code);
    expect(codes).toEqual(new Set(['wall_link_unusable', 'too_many_attempts']));
  });
});
