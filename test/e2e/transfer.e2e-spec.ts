import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type HandoversView,
  type TransferRequestTarget,
  type TransferTargetsView,
} from '../../src/contract/assignment.js';
import { type ErrorBody } from '../../src/contract/error.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type Answer, ConsoleClient } from '../support/console-client.js';
import { act, Caller, configure, ticketOf, waits } from '../support/line.js';
import { BOTH_OPEN, type Relay, startRelay } from '../support/relay.js';
import { OnShift } from '../support/shift.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const refused = (status: number, code: string) => ({ status, body: { error: { code } } });
const NOTE = '明日の面接が不安とのこと。お母さんには話せていません。';

describe('handing a ticket over', () => {
  let standIn: StandIn;
  let relay: Relay;
  let supervisor: ConsoleClient;
  let yamada: ConsoleClient;
  let ito: ConsoleClient;
  let nurse: ConsoleClient;
  let elsewhere: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: BOTH_OPEN });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
    yamada = await addStaff(relay, { login: 'yamada', memberships });
    ito = await addStaff(relay, { login: 'ito', memberships, capacity: 1 });
    nurse = await addStaff(relay, { login: 'mori', memberships, professions: ['nurse'] });
    elsewhere = await addStaff(relay, { login: 'ono', memberships: { [HUMAN_RIGHTS]: 'counselor' } });
  });
  afterEach(async () => {
    await relay.database.query(
      `UPDATE ticket SET state = 'closed', closed_at = opened_at WHERE state <> 'closed'`,
    );
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const caller = () => Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
  const taken = async (by: ConsoleClient) => {
    const one = await caller();
    expect((await by.take(one.ticketId)).status).toBe(200);
    return one;
  };
  const idOf = async (console: ConsoleClient) => (await console.desk()).me.staffId;
  const ask = (by: ConsoleClient, ticketId: string, to: TransferRequestTarget, note = NOTE) =>
    act(by, ticketId, 'transfer', { to, note });
  const askPerson = async (by: ConsoleClient, ticketId: string, person: ConsoleClient) =>
    ask(by, ticketId, { kind: 'person', staffId: await idOf(person) });
  const handovers = (by: ConsoleClient, ticketId: string): Promise<Answer<HandoversView & ErrorBody>> =>
    by.request('GET', `/api/tickets/${ticketId}/handovers`);
  const incoming = async (console: ConsoleClient) => (await console.desk()).incoming.map(({ id }) => id);

  it('to a person leaves it with who has it until they accept, with a note that nobody else reads', async () => {
    const { ticketId } = await taken(yamada);
    const live = await ito.live((await ito.desk()).eventId);
    expect((await askPerson(yamada, ticketId, ito)).body.transfer).toMatchObject({
      state: 'standing',
      from: { displayName: 'yamada' },
      to: { kind: 'person', displayName: 'ito' },
      declinedBy: null,
    });
    await eventually(
      () =>
        live.events.some((event) => event.type === 'ticket.changed' && event.ticket.transfer !== null) ||
        undefined,
      'it on the screen of who is asked',
    );
    expect([await incoming(ito), await incoming(nurse), await incoming(yamada)]).toEqual([
      [ticketId],
      [],
      [],
    ]);
    expect((await yamada.reply(ticketId, 'まだここにいます')).status).toBe(201);
    expect((await handovers(ito, ticketId)).body.handovers).toMatchObject([
      { kind: 'transfer', state: 'standing', note: NOTE, answeredBy: null },
    ]);
    expect(await handovers(nurse, ticketId)).toMatchObject(refused(403, 'not_permitted'));
    expect(await ito.request('GET', `/api/tickets/${ticketId}`)).toMatchObject(refused(403, 'not_permitted'));
    expect(await act(nurse, ticketId, 'transfer/accept')).toMatchObject(refused(403, 'not_permitted'));
    expect(await askPerson(yamada, ticketId, nurse)).toMatchObject(refused(409, 'transfer_pending'));

    expect((await act(ito, ticketId, 'transfer/accept')).body).toMatchObject({
      assignedTo: { displayName: 'ito' },
      transfer: null,
    });
    // Said twice, it changes nothing.
    expect((await act(ito, ticketId, 'transfer/accept')).status).toBe(200);
    expect(await yamada.reply(ticketId, '横から')).toMatchObject(refused(409, 'ticket_taken'));
    expect((await ito.reply(ticketId, '代わりました')).status).toBe(201);
    expect((await ito.desk()).me.activeTickets).toBe(1);
    expect((await yamada.desk()).me.activeTickets).toBe(0);
    expect((await handovers(ito, ticketId)).body.handovers).toMatchObject([
      { state: 'accepted', answeredBy: { displayName: 'ito' } },
    ]);
    const sealed = await relay.database.query<{ note: Buffer }>('SELECT note_sealed AS note FROM handover');
    expect(sealed.some(({ note }) => note.toString('utf8').includes('面接'))).toBe(false);
    live.close();
  });

  it('(Aselo 022f153, 370acb7) a rejected transfer lost the task: here it stays with who asked, who sees why', async () => {
    const one = await taken(yamada);
    await askPerson(yamada, one.ticketId, ito);
    const answer = await act(ito, one.ticketId, 'transfer/decline', { reason: '別の方と話しています' });
    expect(answer.body.transfer).toMatchObject({ state: 'declined', declinedBy: { displayName: 'ito' } });
    const { mine } = await yamada.desk();
    expect(mine).toMatchObject([
      {
        id: one.ticketId,
        state: 'active',
        assignedTo: { displayName: 'yamada' },
        transfer: { state: 'declined' },
      },
    ]);
    expect((await handovers(yamada, one.ticketId)).body.handovers).toMatchObject([
      { state: 'declined', declineReason: '別の方と話しています' },
    ]);
    expect(await incoming(ito)).toEqual([]);
    expect(await act(ito, one.ticketId, 'transfer/accept')).toMatchObject(refused(409, 'transfer_gone'));
    // Nobody has to see it twice; asking somebody else says that it was seen.
    expect((await act(yamada, one.ticketId, 'transfer/dismiss')).body.transfer).toBeNull();
    await askPerson(yamada, one.ticketId, ito);
    await act(ito, one.ticketId, 'transfer/decline');
    expect((await askPerson(yamada, one.ticketId, nurse)).body.transfer?.state).toBe('standing');
    await act(nurse, one.ticketId, 'transfer/accept');
    expect((await nurse.reply(one.ticketId, '看護師の森です')).status).toBe(201);
    await one.hears('看護師の森です');
  });

  it('can be taken back, ends with the ticket, and counts what a person may carry when they accept', async () => {
    const { ticketId } = await taken(yamada);
    await askPerson(yamada, ticketId, ito);
    expect(await act(ito, ticketId, 'transfer/withdraw')).toMatchObject(refused(409, 'ticket_taken'));
    expect((await act(yamada, ticketId, 'transfer/withdraw')).body.transfer).toBeNull();
    expect(await act(yamada, ticketId, 'transfer/withdraw')).toMatchObject(refused(409, 'transfer_gone'));
    const other = await taken(ito);
    await askPerson(yamada, ticketId, ito);
    expect(await act(ito, ticketId, 'transfer/accept')).toMatchObject(refused(409, 'capacity_reached'));
    expect(await ticketOf(supervisor, ticketId)).toMatchObject({ assignedTo: { displayName: 'yamada' } });
    await ito.close(other.ticketId);
    await yamada.close(ticketId);
    expect(await act(ito, ticketId, 'transfer/accept')).toMatchObject(refused(409, 'transfer_gone'));
    expect((await handovers(yamada, ticketId)).body.handovers.map(({ state }) => state)).toEqual([
      'withdrawn',
      'withdrawn',
    ]);
  });

  it('to a profession asks everybody who has it, and needs somebody who has', async () => {
    const { ticketId } = await taken(yamada);
    const { body } = await yamada.request<TransferTargetsView>(
      'GET',
      `/api/tickets/${ticketId}/transfer/targets`,
    );
    expect(body.professions).toContain('nurse');
    expect(body.people.map(({ displayName }) => displayName)).toEqual(
      expect.arrayContaining(['ito', 'mori', '田中']),
    );
    expect(body.people.map(({ displayName }) => displayName)).not.toContain('yamada');
    expect(body.accounts.map(({ id }) => id)).toEqual([HUMAN_RIGHTS]);
    for (const unfit of [
      { kind: 'profession', profession: 'doctor' },
      { kind: 'person', staffId: await idOf(elsewhere) },
      { kind: 'person', staffId: await idOf(yamada) },
      { kind: 'account', accountId: SUICIDE_PREVENTION },
      { kind: 'account', accountId: 'nowhere' },
    ] as const)
      expect(await ask(yamada, ticketId, unfit)).toMatchObject(refused(409, 'transfer_target_unfit'));
    expect(await ask(yamada, ticketId, { kind: 'profession', profession: 'nurse' }, ' ')).toMatchObject({
      status: 400,
    });
    await ask(yamada, ticketId, { kind: 'profession', profession: 'nurse' });
    expect([await incoming(nurse), await incoming(ito)]).toEqual([[ticketId], []]);
    expect(await act(ito, ticketId, 'transfer/accept')).toMatchObject(refused(403, 'not_permitted'));
    expect((await act(nurse, ticketId, 'transfer/accept')).status).toBe(200);
  });

  it('to another account: its people help, the caller goes on writing where they wrote, and it can come back', async () => {
    const one = await taken(yamada);
    const { ticketId } = one;
    expect(await elsewhere.request('GET', `/api/tickets/${ticketId}`)).toMatchObject(
      refused(404, 'ticket_not_found'),
    );
    const live = await elsewhere.live((await elsewhere.desk()).eventId);
    const seen = (state: string) =>
      eventually(
        () =>
          live.events.some(
            (event) =>
              event.type === 'ticket.changed' && event.ticket.id === ticketId && event.ticket.state === state,
          ) || undefined,
        `it ${state} on the other account's screen`,
      );
    await ask(yamada, ticketId, { kind: 'account', accountId: HUMAN_RIGHTS });
    await seen('active');
    expect(await incoming(elsewhere)).toEqual([ticketId]);
    expect((await handovers(elsewhere, ticketId)).body.handovers[0]?.note).toBe(NOTE);
    const [read] = await relay.database.query(
      `SELECT count(*)::int AS count FROM audit_entry
       WHERE act = 'ticket.read' AND ticket_id = $1 AND details::jsonb ->> 'as' = 'addressed'`,
      [ticketId],
    );
    expect(read).toEqual({ count: 1 });
    // Taken back, it is over for them.
    await act(yamada, ticketId, 'transfer/withdraw');
    await seen('closed');
    // The consultation goes on, and they are told so.
    expect(live.events).toContainEqual(
      expect.objectContaining({
        isOver: true,
        ticket: expect.objectContaining({ id: ticketId, state: 'closed' }),
      }),
    );
    expect(await act(elsewhere, ticketId, 'transfer/accept')).toMatchObject(refused(404, 'ticket_not_found'));

    await ask(yamada, ticketId, { kind: 'account', accountId: HUMAN_RIGHTS });
    expect((await act(elsewhere, ticketId, 'transfer/accept')).body).toMatchObject({
      accountId: SUICIDE_PREVENTION,
      helpingAccountId: HUMAN_RIGHTS,
      assignedTo: { displayName: 'ono' },
    });
    expect((await elsewhere.reply(ticketId, '人権の窓口の小野です')).status).toBe(201);
    await one.hears('人権の窓口の小野です');
    expect(await one.writes('よろしくお願いします')).toBe(ticketId);
    expect((await elsewhere.talkRoom(ticketId)).messages.length).toBeGreaterThan(2);
    expect((await elsewhere.desk()).mine.map(({ id }) => id)).toEqual([ticketId]);
    expect((await supervisor.desk()).others.map(({ id }) => id)).toEqual([ticketId]);

    await ask(elsewhere, ticketId, { kind: 'account', accountId: SUICIDE_PREVENTION }, '落ち着かれました');
    expect((await act(yamada, ticketId, 'transfer/accept')).body).toMatchObject({
      helpingAccountId: null,
      assignedTo: { displayName: 'yamada' },
    });
    expect(await elsewhere.request('GET', `/api/tickets/${ticketId}`)).toMatchObject(
      refused(404, 'ticket_not_found'),
    );
    expect((await handovers(yamada, ticketId)).body.handovers.map(({ note }) => note)).toEqual([
      '落ち着かれました',
      NOTE,
      NOTE,
    ]);
    live.close();
  });

  it('back to the line puts it in front with a note, tells the caller, and never comes straight back', async () => {
    const settings = { staffing: { minimum: 0 } };
    const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
    const one = await taken(yamada);
    const waiting = await caller();
    await askPerson(yamada, one.ticketId, ito);
    const give = () => act(yamada, one.ticketId, 'return', { note: '体調が悪くなりました' });
    expect(await give()).toMatchObject(refused(409, 'transfer_pending'));
    await act(yamada, one.ticketId, 'transfer/withdraw');
    expect((await give()).body).toMatchObject({ state: 'waiting', assignedTo: null });
    expect(await give()).toMatchObject(refused(409, 'ticket_not_taken'));
    await one.hears('別の相談員におつなぎします');
    expect((await supervisor.desk()).waiting.map(({ id }) => id)).toEqual([one.ticketId, waiting.ticketId]);
    expect((await handovers(supervisor, one.ticketId)).body.handovers[0]).toMatchObject({
      kind: 'return',
      to: null,
      note: '体調が悪くなりました',
    });

    await configure(relay, SUICIDE_PREVENTION, { ...settings, assignment: { mode: 'automatic' } });
    const [hayashi, kato] = [
      await OnShift.come(relay, { login: 'hayashi', memberships }),
      await OnShift.come(relay, { login: 'kato', memberships }, 'break'),
    ];
    await hayashi.has(one.ticketId);
    await hayashi.has(waiting.ticketId);
    expect((await act(hayashi.console, one.ticketId, 'return', { note: '続けられません' })).status).toBe(200);
    await waits(supervisor, one.ticketId);
    await kato.says('available');
    await kato.has(one.ticketId);
    await configure(relay, SUICIDE_PREVENTION, settings);
    for (const person of [hayashi, kato]) person.goes();
  });

  it('is what signing out waits for', async () => {
    const leaving = await addStaff(relay, {
      login: 'kudo',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    const [one, two] = [await taken(leaving), await taken(leaving)];
    const signOut = () => leaving.request<ErrorBody>('DELETE', '/api/session');
    const refusal = await signOut();
    expect(refusal).toMatchObject(refused(409, 'tickets_in_hand'));
    expect(refusal.body.error.message.ja).toContain('2 件');
    expect((await leaving.reply(one.ticketId, 'まだいます')).status).toBe(201);
    await askPerson(leaving, one.ticketId, nurse);
    await act(nurse, one.ticketId, 'transfer/accept');
    await act(leaving, two.ticketId, 'return', { note: '交代の時間です' });
    expect((await signOut()).status).toBe(204);
    expect((await leaving.request('GET', '/api/desk')).status).toBe(401);
  });
});
