import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditWriter } from '../../src/audit/audit-writer.js';
import { type AuditPage, type UnusualView } from '../../src/contract/audit-view.js';
import { type BrokenGlasses, type FoundTicket } from '../../src/contract/break-glass.js';
import { type ErrorBody } from '../../src/contract/error.js';
import { type Unmasked, type UnmaskingsView } from '../../src/contract/unmask.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { Caller, configure } from '../support/line.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const WHY = '木村さんが倒れ、相談者が橋にいるらしいため';
const POLICE = '青葉署に知らせるため、名前が要る';

describe('what needs a reason', () => {
  let standIn: StandIn;
  let relay: Relay;
  let kimura: ConsoleClient;
  let yamada: ConsoleClient;
  let supervisor: ConsoleClient;
  let stranger: ConsoleClient;
  let caller: Caller;
  let ticketId: string;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    await configure(relay, SUICIDE_PREVENTION, { staffing: { minimum: 0 }, waiting: { pickFreely: true } });
    const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
    kimura = await addStaff(relay, { login: 'kimura', memberships });
    yamada = await addStaff(relay, { login: 'yamada', memberships });
    supervisor = await addStaff(relay, {
      login: 'ueno',
      memberships: { [SUICIDE_PREVENTION]: 'supervisor' },
    });
    stranger = await addStaff(relay, { login: 'endo', memberships: { [HUMAN_RIGHTS]: 'supervisor' } });
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  /** Kimura's. */
  beforeEach(async () => {
    caller = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    ticketId = caller.ticketId;
    expect((await kimura.take(ticketId)).status).toBe(200);
  });

  const code = ({ body }: { readonly body: unknown }) => (body as ErrorBody).error.code;
  const breakGlass = (client: ConsoleClient, id = ticketId, reason = WHY) =>
    client.request<BrokenGlasses & ErrorBody>('POST', `/api/tickets/${id}/glass`, { reason });
  const glasses = async (client: ConsoleClient) =>
    (await client.request<BrokenGlasses>('GET', '/api/glasses')).body.glasses.filter(
      (glass) => glass.ticketId === ticketId,
    );
  const step = (client: ConsoleClient, glassId: string, name: 'end' | 'seen') =>
    client.request<BrokenGlasses & ErrorBody>('POST', `/api/glasses/${glassId}/${name}`, {});
  const statusOf = async (client: ConsoleClient, path = '') =>
    (await client.request('GET', `/api/tickets/${ticketId}${path}`)).status;
  const unmask = (client: ConsoleClient, reason = POLICE) =>
    client.request<Unmasked & ErrorBody>('POST', `/api/tickets/${ticketId}/unmask`, { reason });
  const trace = async () => {
    const administrator = await ConsoleClient.signedIn(relay.url, 'admin');
    const number = (await supervisor.talkRoom(ticketId)).ticket.number;
    const { body } = await administrator.request<AuditPage>(
      'GET',
      `/api/audit?ticketNumber=${number}&account=${SUICIDE_PREVENTION}`,
    );
    return body.entries;
  };
  const verifiedLongAgo = () =>
    relay.database.query(`UPDATE session SET verified_at = now() - interval '1 hour'`);
  const verifiedNow = () => relay.database.query('UPDATE session SET verified_at = now()');

  it('opens a colleague’s ticket for reading and nothing else, and everybody concerned knows at once', async () => {
    await kimura.request('POST', `/api/tickets/${ticketId}/whispers`, {
      clientId: randomUUID(),
      text: 'SVだけに聞きたいこと',
    });
    const screens = {
      supervisor: await supervisor.live(),
      kimura: await kimura.live(),
      stranger: await stranger.live(),
    };
    const bystander = await addStaff(relay, {
      login: 'mori',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    const deaf = await bystander.live();
    expect(await statusOf(yamada)).toBe(403);
    const { number } = (await kimura.talkRoom(ticketId)).ticket;
    const found = await yamada.request<FoundTicket>(
      'GET',
      `/api/glasses/ticket?account=${SUICIDE_PREVENTION}&number=${number}`,
    );
    expect(found.body).toMatchObject({ ticketId, counselor: 'kimura', state: 'active', needs: 'glass' });
    expect(code(await breakGlass(yamada, ticketId, '読みたい    '))).toBe('invalid_field');
    expect(await statusOf(yamada)).toBe(403);

    const { status, body } = await breakGlass(yamada);
    expect(status).toBe(200);
    const [own] = body.glasses;
    expect(own).toMatchObject({ ticketId, reason: WHY, isOwn: true, isOver: false });
    expect(Date.parse(own?.endsAt ?? '') - Date.parse(own?.openedAt ?? '')).toBe(30 * 60_000);
    // Asked again, it is the same one, and no longer.
    expect((await breakGlass(yamada)).body.glasses).toEqual([own]);

    const room = await yamada.talkRoom(ticketId);
    expect(room.messages.map(({ direction }) => direction)).toContain('inbound');
    expect(JSON.stringify(room)).not.toContain('SVだけに聞きたいこと');
    expect(room.held).toEqual([]);
    expect(room.ticket.supervision).toBeNull();
    expect([await statusOf(yamada, '/days'), await statusOf(yamada, '/incidents')]).toEqual([200, 200]);
    for (const path of ['/canned-texts', '/draft', '/standing', '/handovers'])
      expect(`${path} ${await statusOf(yamada, path)}`).toBe(`${path} 403`);
    const note = { clientId: randomUUID(), text: 'メモ' };
    expect((await yamada.request('POST', `/api/tickets/${ticketId}/notes`, note)).status).toBe(403);
    expect((await yamada.reply(ticketId, '代わりに')).status).toBe(409);

    const live = await yamada.live(null, [ticketId]);
    const inbound = room.messages.find(({ direction }) => direction === 'inbound');
    const shown: unknown = await live.socket.emitWithAck('messages.shown', {
      ticketId,
      messageIds: [inbound?.id ?? ''],
    });
    expect(shown).toMatchObject({ ok: false, error: { code: 'not_permitted' } });
    expect((await supervisor.talkRoom(ticketId)).ticket.unseenCount).toBeGreaterThan(0);

    await caller.writes('いま橋にいます');
    await eventually(() => live.messages(ticketId)[0], 'the words on the reader’s screen');
    for (const screen of [screens.supervisor, screens.kimura])
      await eventually(
        () => screen.events.find(({ type }) => type === 'glass.changed'),
        'the alarm on a screen',
      );
    await eventually(
      () => deaf.events.find((event) => event.type === 'ticket.changed' && event.ticket.id === ticketId),
      'the same moment on another screen',
    );
    for (const screen of [deaf, screens.stranger])
      expect(screen.events.some(({ type }) => type === 'glass.changed')).toBe(false);
    expect(deaf.messages(ticketId)).toEqual([]);
    expect(await glasses(supervisor)).toMatchObject([{ reason: WHY, counselor: { displayName: 'kimura' } }]);
    expect(await glasses(kimura)).toMatchObject([{ isOwn: false, reader: { displayName: 'yamada' } }]);
    expect([await glasses(bystander), await glasses(stranger)]).toEqual([[], []]);
    for (const each of [...Object.values(screens), deaf, live]) each.close();

    const entries = await trace();
    expect(entries.map(({ act }) => act)).toContain('break-glass.used');
    expect(entries.find(({ act }) => act === 'break-glass.used')?.why).toEqual({ words: WHY });
    expect(entries.find(({ actor }) => actor.person?.displayName === 'yamada')).toMatchObject({
      act: 'ticket.read',
      details: { as: 'break-glass' },
    });
    const [kept] = await relay.database.query<{ sealed: Buffer }>(
      'SELECT reason_sealed AS sealed FROM broken_glass WHERE ticket_id = $1',
      [ticketId],
    );
    expect(kept?.sealed.includes(Buffer.from('木村'))).toBe(false);
  });

  it('is over when its time is over, on the screen too', async () => {
    await breakGlass(yamada);
    const live = await yamada.live(null, [ticketId]);
    await caller.writes('聞こえるうちに');
    await eventually(() => live.messages(ticketId)[0], 'the words');
    const before = relay.clock.now();
    await moveClock(relay, new Date(before.getTime() + 31 * 60_000));
    try {
      await eventually(
        () => live.events.find((event) => event.type === 'glass.changed' && event.isOver),
        'the end being heard',
      );
      expect(await statusOf(yamada)).toBe(403);
      expect(await glasses(yamada)).toEqual([]);
      const known = live.messages(ticketId).length;
      await caller.writes('聞こえない');
      await eventually(
        () =>
          live.events.findLast(
            (event) =>
              event.type === 'ticket.changed' &&
              event.ticket.id === ticketId &&
              event.ticket.unseenCount >= 3,
          ),
        'the same moment',
      );
      expect(live.messages(ticketId)).toHaveLength(known);
      // Its supervisor is asked to look at it still.
      expect(await glasses(supervisor)).toMatchObject([{ isOver: true }]);
    } finally {
      await moveClock(relay, before);
      live.close();
    }
  });

  it('belongs to one session, and ends with it', async () => {
    await breakGlass(yamada);
    const second = new ConsoleClient(relay.url);
    await second.signIn('yamada', 'tomoshibi-demo-1');
    expect([await statusOf(yamada), await statusOf(second)]).toEqual([200, 403]);
    const live = await yamada.live(null, [ticketId]);
    await yamada.request('DELETE', '/api/session');
    await eventually(() => live.ended || undefined, 'the console being cut off');
    await yamada.signIn('yamada', 'tomoshibi-demo-1');
    expect(await statusOf(yamada)).toBe(403);
    expect(await glasses(yamada)).toEqual([]);
  });

  it('is ended by its reader or by a supervisor, and listed until one has looked into it', async () => {
    const { body } = await breakGlass(yamada);
    const id = body.glasses.find((glass) => glass.ticketId === ticketId)?.id ?? '';
    expect(code(await step(stranger, id, 'seen'))).toBe('glass_not_found');
    expect(code(await step(yamada, id, 'seen'))).toBe('not_permitted');
    expect(code(await step(kimura, id, 'end'))).toBe('glass_not_found');
    expect((await step(supervisor, id, 'end')).status).toBe(200);
    expect(await statusOf(yamada)).toBe(403);
    expect(await glasses(supervisor)).toHaveLength(1);
    expect((await step(supervisor, id, 'seen')).status).toBe(200);
    expect(await glasses(supervisor)).toEqual([]);
    const next = (await breakGlass(yamada)).body.glasses.find((glass) => glass.ticketId === ticketId);
    expect((await step(yamada, next?.id ?? '', 'end')).status).toBe(200);
    expect(await statusOf(yamada)).toBe(403);
    expect((await trace()).map(({ act }) => act)).toEqual(
      expect.arrayContaining(['break-glass.used', 'break-glass.ended', 'break-glass.seen']),
    );
  });

  it('is a reading of its own, though the same person read it by right a moment before', async () => {
    const [glass] = (await breakGlass(yamada)).body.glasses;
    await relay.server.app.get(AuditWriter).noteReading({
      act: 'ticket.read',
      actor: glass?.reader.id ?? '',
      accountId: SUICIDE_PREVENTION,
      ticketId,
      details: { as: 'counselor' },
    });
    expect([await statusOf(yamada), await statusOf(yamada)]).toEqual([200, 200]);
    const readings = (await trace()).filter(
      ({ act, actor }) => act === 'ticket.read' && actor.person?.displayName === 'yamada',
    );
    expect(readings.map(({ details }) => details['as'])).toEqual(['break-glass', 'counselor']);
  });

  it('is for who could need it, of what they couldn’t read otherwise, after showing who they are', async () => {
    expect(code(await breakGlass(kimura))).toBe('glass_not_needed');
    expect(code(await breakGlass(supervisor))).toBe('not_permitted');
    expect(code(await breakGlass(stranger))).toBe('not_permitted');
    const other = await addStaff(relay, {
      login: `other-${ticketId}`,
      memberships: { [HUMAN_RIGHTS]: 'counselor' },
    });
    expect(code(await breakGlass(other))).toBe('ticket_not_found');
    expect(code(await breakGlass(await ConsoleClient.signedIn(relay.url, 'admin')))).toBe('not_permitted');
    const waiting = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    expect(code(await breakGlass(yamada, waiting.ticketId))).toBe('ticket_not_taken');
    await verifiedLongAgo();
    expect(code(await breakGlass(yamada))).toBe('verification_required');
    await verifiedNow();
    await kimura.close(ticketId);
    expect(await statusOf(yamada)).toBe(403);
    expect((await breakGlass(yamada)).status).toBe(200);
    expect(await statusOf(yamada)).toBe(200);
    const administrator = await ConsoleClient.signedIn(relay.url, 'admin');
    const { body } = await administrator.request<UnusualView>('GET', '/api/audit/unusual?days=7');
    const found = body.items.find(({ kind }) => kind === 'break-glass');
    expect(found?.person.displayName).toBe('yamada');
    expect(found?.tickets).toBeGreaterThan(1);
  });

  it('shows who a caller is on LINE to a supervisor, and to the counselor in an emergency alone', async () => {
    expect(code(await unmask(kimura))).toBe('not_permitted');
    expect(code(await unmask(yamada))).toBe('not_permitted');
    expect(code(await unmask(stranger))).toBe('ticket_not_found');
    expect(code(await unmask(supervisor, '見たい'))).toBe('invalid_field');
    await verifiedLongAgo();
    expect(code(await unmask(supervisor))).toBe('verification_required');
    await verifiedNow();
    await breakGlass(yamada);
    expect(code(await unmask(yamada))).toBe('not_permitted');
    const expected = { userId: caller.userId, profile: { state: 'known', displayName: '花子' } };
    expect((await unmask(supervisor)).body).toEqual(expected);
    await kimura.request('POST', `/api/tickets/${ticketId}/incidents`, { situation: null });
    const response = await fetch(`${relay.url}/api/tickets/${ticketId}/unmask`, {
      method: 'POST',
      headers: { cookie: kimura.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: POLICE }),
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual(expected);

    await standIn.addFault({
      endpoint: 'profile',
      userId: caller.userId,
      kind: 'status',
      status: 500,
      times: 1,
    });
    expect((await unmask(supervisor)).body).toMatchObject({ profile: { state: 'no-answer' } });
    await caller.blocks();
    expect((await unmask(supervisor)).body).toEqual({
      userId: caller.userId,
      profile: { state: 'blocked' },
    });
    const entries = (await trace()).filter(({ act }) => act === 'caller.unmasked');
    expect(entries.map(({ actor }) => actor.person?.displayName)).toEqual(['ueno', 'ueno', 'kimura', 'ueno']);
    expect(entries[0]?.why).toEqual({ words: POLICE });
    expect(JSON.stringify(await supervisor.talkRoom(ticketId))).not.toMatch(/花子|U[0-9a-f]{32}/);
    expect(JSON.stringify(entries)).not.toMatch(/花子|U[0-9a-f]{32}/);
  });

  it('tells the other supervisors of an unmasking until one has looked into it, whoever did it', async () => {
    const second = await addStaff(relay, {
      login: `sv-${ticketId}`,
      displayName: '二人目',
      memberships: { [SUICIDE_PREVENTION]: 'supervisor' },
    });
    const screen = await second.live();
    const alarms = async (client = supervisor) =>
      (await client.talkRoom(ticketId)).ticket.alarms.map(({ kind, causedBy }) => [
        kind,
        ...causedBy.map(({ displayName }) => displayName).toSorted(),
      ]);
    const reasons = async (client: ConsoleClient) =>
      (
        await client.request<UnmaskingsView>('GET', `/api/tickets/${ticketId}/unmaskings`)
      ).body.unmaskings.map(({ by, reason }) => [by.displayName, reason]);
    const seen = (client: ConsoleClient) =>
      client.request<ErrorBody>('POST', `/api/tickets/${ticketId}/alarms/unmasked/seen`, {});
    expect((await unmask(supervisor)).status).toBe(200);
    await eventually(
      () =>
        screen.events.find(
          (event) =>
            event.type === 'ticket.changed' &&
            event.ticket.id === ticketId &&
            event.ticket.alarms.some(({ kind }) => kind === 'unmasked'),
        ),
      'the notice on the other supervisor’s screen',
    );
    screen.close();
    expect(code(await seen(supervisor))).toBe('not_permitted');
    expect(await alarms()).toEqual([['unmasked', 'ueno']]);
    expect(await reasons(second)).toEqual([['ueno', POLICE]]);
    const unheard = await kimura.request<ErrorBody>('GET', `/api/tickets/${ticketId}/unmaskings`);
    expect(code(unheard)).toBe('not_permitted');
    expect(code(await stranger.request('GET', `/api/tickets/${ticketId}/unmaskings`))).toBe(
      'ticket_not_found',
    );
    // Each looks into what the other did, and neither into their own.
    await unmask(second, '家族に知らせるため、名前が要る');
    expect(await alarms()).toEqual([['unmasked', 'ueno', '二人目']]);
    expect(await reasons(supervisor)).toEqual([
      ['ueno', POLICE],
      ['二人目', '家族に知らせるため、名前が要る'],
    ]);
    expect((await seen(supervisor)).status).toBe(200);
    expect(await alarms()).toEqual([['unmasked', 'ueno']]);
    expect(await reasons(second)).toEqual([['ueno', POLICE]]);
    expect(code(await seen(supervisor))).toBe('not_permitted');
    expect((await seen(second)).status).toBe(200);
    expect(await alarms()).toEqual([]);
    expect(await reasons(second)).toEqual([]);
    expect((await seen(second)).status).toBe(200);
    const looks = (await trace()).filter(({ act }) => act === 'unmasking.seen');
    expect(looks.map(({ actor, subject }) => [actor.person?.displayName, subject?.name])).toEqual([
      ['二人目', 'ueno'],
      ['ueno', '二人目'],
    ]);
    // Who does it again is asked again, for the new reason alone.
    await unmask(supervisor, '救急隊が名前を求めているため');
    expect(await reasons(second)).toEqual([['ueno', '救急隊が名前を求めているため']]);
    const administrator = await ConsoleClient.signedIn(relay.url, 'admin');
    const { body } = await administrator.request<UnusualView>('GET', '/api/audit/unusual?days=7');
    expect(
      body.items.filter(({ kind }) => kind === 'unmasking').map(({ person }) => person.displayName),
    ).toEqual(expect.arrayContaining(['ueno', '二人目']));
  });

  it('is not looked into by its reader, though they supervise since', async () => {
    const climber = await addStaff(relay, {
      login: `climber-${ticketId}`,
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    const id =
      (await breakGlass(climber)).body.glasses.find((glass) => glass.ticketId === ticketId)?.id ?? '';
    await relay.database.query(
      `UPDATE membership SET role = 'supervisor' WHERE staff_id = (SELECT id FROM staff WHERE login = $1)`,
      [`climber-${ticketId}`],
    );
    expect(code(await step(climber, id, 'seen'))).toBe('glass_not_found');
    expect((await step(supervisor, id, 'seen')).status).toBe(200);
  });
});
