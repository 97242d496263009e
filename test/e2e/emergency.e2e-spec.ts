import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TransparencyReadModel } from '../../src/audit/transparency.read-model.js';
import { type ShiftView } from '../../src/contract/care.js';
import { type ChecklistView } from '../../src/contract/checklist.js';
import { type ErrorBody } from '../../src/contract/error.js';
import { type IncidentList, type IncidentsView, type IncidentView } from '../../src/contract/incident.js';
import { hasOpenIncident } from '../../src/emergency/legal-hold.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type Answer, ConsoleClient } from '../support/console-client.js';
import { Consultation } from '../support/consultation.js';
import { textsTo, write } from '../support/conversation.js';
import { ticketOf } from '../support/line.js';
import { naming } from '../support/naming.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

type Incidents = Answer<IncidentsView & ErrorBody>;

const later = (minutes: number) => new Date(EVENING.getTime() + minutes * 60_000);

describe('an emergency', () => {
  let standIn: StandIn;
  let relay: Relay;
  let yamada: ConsoleClient;
  let suzuki: ConsoleClient;
  let tanaka: ConsoleClient;
  let second: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    suzuki = await ConsoleClient.signedIn(relay.url, 'suzuki');
    yamada = await addStaff(relay, {
      login: 'yamada',
      displayName: '山田',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    second = await addStaff(relay, {
      login: 'mori',
      displayName: '森',
      memberships: { [SUICIDE_PREVENTION]: 'supervisor' },
    });
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const open = (console: ConsoleClient, ticketId: string, situation: string | null = null) =>
    console.request<IncidentsView & ErrorBody>('POST', `/api/tickets/${ticketId}/incidents`, { situation });
  const act = (console: ConsoleClient, { id }: IncidentView, action: string, body: object = {}) =>
    console.request<IncidentsView & ErrorBody>('POST', `/api/incidents/${id}/${action}`, body);
  const settle = (
    console: ConsoleClient,
    incident: IncidentView,
    position: number,
    state: string,
    note: string | null = null,
  ) => act(console, incident, `steps/${position}`, { state, note });
  const first = ({ status, body }: Incidents): IncidentView => {
    expect(status).toBe(200);
    const [incident] = body.incidents;
    if (incident === undefined) throw new Error('there is no incident');
    return incident;
  };
  const read = async (console: ConsoleClient, ticketId: string) =>
    first(await console.request('GET', `/api/tickets/${ticketId}/incidents`));
  const begin = async (): Promise<{ talk: Consultation; incident: IncidentView }> => {
    const talk = await Consultation.begin(standIn, relay, yamada, SUICIDE_PREVENTION);
    return { talk, incident: first(await open(tanaka, talk.ticketId)) };
  };
  const alarms = async (ticketId: string) =>
    (await ticketOf(tanaka, ticketId)).alarms.map(({ kind }) => kind);
  const end = { outcome: 'safe', summary: 'ご家族と一緒にいることを確かめた' };

  it('opens by a counselor’s press the account’s checklist, rings, and is one however often it is pressed', async () => {
    const talk = await Consultation.begin(standIn, relay, yamada, SUICIDE_PREVENTION);
    const live = await second.live();
    const answers = await Promise.all([
      open(yamada, talk.ticketId, '橋の上にいると書いている'),
      open(tanaka, talk.ticketId),
      open(second, talk.ticketId),
    ]);
    const ids = answers.map((answer) => first(answer).id);
    expect(new Set(ids).size).toBe(1);
    const incident = await read(yamada, talk.ticketId);
    expect(incident.steps.map(({ state }) => state)).toEqual(Array.from({ length: 7 }, () => 'open'));
    expect(incident.steps[2]).toMatchObject({
      title: '消防（救急）に電話する',
      call: { number: '119', verifiedOn: '2026-08-21' },
      needsNote: true,
    });
    const [step] = incident.steps;
    expect(Date.parse(step?.dueAt ?? '') - Date.parse(incident.openedAt)).toBe(3 * 60_000);
    const ticket = await ticketOf(tanaka, talk.ticketId);
    expect(ticket).toMatchObject({ risk: 'imminent', incident: { id: incident.id, settled: 0, steps: 7 } });
    await eventually(
      () =>
        live.events.some((event) => event.type === 'incident.changed' && event.ticketId === talk.ticketId) &&
        live.events.some((event) => event.type === 'ticket.changed' && event.ticket.incident !== null),
      'the other supervisor hearing of it',
    );
    live.close();
    // Nothing was told to the caller, or to anybody.
    expect((await textsTo(standIn, SUICIDE_PREVENTION, talk.userId)).join()).not.toContain('緊急');
    await act(tanaka, incident, 'end', end);
  });

  it('is read with a trace by whoever presses what was pressed before, or writes a fact', async () => {
    const { talk, incident } = await begin();
    expect((await settle(tanaka, incident, 0, 'done', 'すぐに電話した')).status).toBe(200);
    const readers = async (ticketId = talk.ticketId) =>
      (
        await relay.database.query<{ login: string }>(
          `SELECT login FROM audit_entry JOIN staff ON staff.id = actor_id
           WHERE act = 'ticket.read' AND ticket_id = $1 ORDER BY seq`,
          [ticketId],
        )
      ).map(({ login }) => login);
    const before = await readers();
    expect(first(await open(second, talk.ticketId)).id).toBe(incident.id);
    expect(await readers()).toEqual([...before, 'mori']);
    await open(second, talk.ticketId);
    expect(await readers()).toEqual([...before, 'mori']);
    await settle(tanaka, incident, 0, 'done', 'すぐに電話した');
    expect(await readers()).toEqual([...before, 'mori', 'tanaka']);
    const other = await begin();
    const fact = { clientId: randomUUID(), fact: 'other', text: '川の音がする', messageId: null };
    expect((await act(second, other.incident, 'facts', fact)).status).toBe(200);
    expect(await readers(other.talk.ticketId)).toContain('mori');
    await act(tanaka, incident, 'end', end);
    await act(tanaka, other.incident, 'end', end);
  });

  it('rings when a counselor opened it, and not when a supervisor did', async () => {
    const talk = await Consultation.begin(standIn, relay, yamada, SUICIDE_PREVENTION);
    const incident = first(await open(yamada, talk.ticketId));
    expect(await alarms(talk.ticketId)).toEqual(['emergency']);
    await act(tanaka, incident, 'end', end);
    expect(await alarms(talk.ticketId)).toEqual([]);
    const other = await begin();
    expect(await alarms(other.talk.ticketId)).toEqual([]);
    await act(tanaka, other.incident, 'end', end);
  });

  it('lets one of two supervisors settle a step, and tells the other who was first', async () => {
    const counted = () =>
      Promise.all(
        [yamada, second, suzuki].map(
          async (one) => (await one.request<ShiftView>('GET', '/api/shift')).body.emergencies,
        ),
      );
    const before = await counted();
    const { talk, incident } = await begin();
    const race = await Promise.all([
      settle(tanaka, incident, 0, 'done'),
      settle(second, incident, 0, 'skipped', '電話で済ませた'),
    ]);
    expect(race.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const lost = race.find(({ status }) => status === 409);
    const winner = (await read(tanaka, talk.ticketId)).steps[0];
    expect(lost?.body.error).toMatchObject({
      code: 'step_settled',
      message: { ja: expect.stringContaining(winner?.settledBy?.displayName ?? '?') as unknown },
    });
    // What needs a note wants one; what is left out wants a reason.
    expect((await settle(tanaka, incident, 1, 'done')).body.error.code).toBe('step_note_required');
    expect((await settle(tanaka, incident, 1, 'skipped')).body.error).toMatchObject({ field: 'note' });
    const done = first(await settle(tanaka, incident, 1, 'done', '森さんと決めた。119 に電話する'));
    expect(done.steps[1]).toMatchObject({ state: 'done', note: '森さんと決めた。119 に電話する' });
    // Pressed by mistake: open again, and the record keeps both.
    expect((await settle(second, incident, 1, 'open')).status).toBe(200);
    const { entries, steps } = await read(tanaka, talk.ticketId);
    expect(steps[1]).toMatchObject({ state: 'open', settledBy: null, note: null });
    expect(
      entries.flatMap((entry) => (entry.kind === 'step' && entry.position === 1 ? entry.state : [])),
    ).toEqual(['done', 'open']);
    await act(tanaka, incident, 'end', end);
    // It was one of the day's for its counselor and for who wrote in it, and for nobody else's.
    expect((await counted()).map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1, 0]);
  });

  it('holds what the caller said with its source, and whom somebody told what: sealed, and only by hand', async () => {
    const { talk, incident } = await begin();
    await write(standIn, relay, SUICIDE_PREVENTION, talk.userId, '青葉橋のところです');
    const { messages } = await tanaka.talkRoom(talk.ticketId);
    const said = messages.findLast(({ direction }) => direction === 'inbound');
    const ours = messages.find(({ direction }) => direction !== 'inbound');
    const fact = { clientId: randomUUID(), fact: 'place', text: '青葉橋', messageId: said?.id };
    await act(tanaka, incident, 'facts', fact);
    const again = first(await act(tanaka, incident, 'facts', fact));
    expect(again.entries).toHaveLength(1);
    expect(again.entries[0]).toMatchObject({
      kind: 'fact',
      fact: 'place',
      text: '青葉橋',
      by: { displayName: '田中' },
      withdrawn: null,
      source: { messageId: said?.id, at: said?.occurredAt },
    });
    const wrong = await act(tanaka, incident, 'facts', {
      ...fact,
      clientId: randomUUID(),
      messageId: ours?.id ?? randomUUID(),
    });
    expect(wrong.body.error.code).toBe('message_not_found');
    const told = { to: '宮城県警 通信指令課', what: '青葉橋にいること', decidedBy: '田中' };
    const { entries } = first(
      await act(yamada, incident, 'disclosures', { ...told, clientId: randomUUID() }),
    );
    expect(entries[1]).toMatchObject({ kind: 'disclosure', told, by: { displayName: '山田' } });
    const taken = first(await act(tanaka, incident, `entries/${fact.clientId}/withdraw`));
    expect(taken.entries[0]).toMatchObject({ text: '青葉橋', withdrawn: { by: '田中' } });
    await act(tanaka, incident, 'end', end);
    const rows = await relay.database.query<{ words: Buffer | null; summary: Buffer | null }>(
      'SELECT words_sealed AS words, summary_sealed AS summary FROM incident_entry FULL JOIN incident ON false',
    );
    expect(rows.length).toBeGreaterThan(2);
    for (const { words, summary } of rows)
      expect(String(words) + String(summary)).not.toMatch(/青葉橋|県警|ご家族/);
  });

  it('counts what was told in the yearly report, also after the caller was erased', async () => {
    const toldIn = async () =>
      (await relay.server.app.get(TransparencyReadModel).toldInEmergencies(2026, null)).map(
        ({ month }) => month,
      );
    const before = (await toldIn()).length;
    const { talk, incident } = await begin();
    const told = { to: '消防', what: '橋のたもとにいること', decidedBy: '田中' };
    const mistaken = randomUUID();
    await act(yamada, incident, 'disclosures', { ...told, clientId: randomUUID() });
    await act(yamada, incident, 'disclosures', { ...told, clientId: mistaken });
    expect((await toldIn()).slice(before)).toEqual([11, 11]);
    await act(tanaka, incident, `entries/${mistaken}/withdraw`);
    await act(tanaka, incident, 'end', end);
    expect((await toldIn()).slice(before)).toEqual([11]);
    const admin = await ConsoleClient.signedIn(relay.url, 'admin');
    const { number } = (await tanaka.talkRoom(talk.ticketId)).ticket;
    expect((await yamada.close(talk.ticketId)).status).toBe(200);
    const named = await naming(admin, SUICIDE_PREVENTION, number, '本人の希望のため');
    expect((await admin.request('POST', '/api/erasures', named)).status).toBe(200);
    await eventually(
      async () =>
        (await read(tanaka, talk.ticketId)).entries.every(
          (entry) => !('told' in entry) || entry.told === null,
        ) || undefined,
      'the words being gone',
    );
    expect((await toldIn()).slice(before)).toEqual([11]);
  });

  it('is for its counselor and for supervisors of its account; only these end it', async () => {
    const { talk, incident } = await begin();
    const stranger = await addStaff(relay, {
      login: 'ogawa',
      memberships: { [HUMAN_RIGHTS]: 'supervisor' },
    });
    for (const [console, status] of [
      [suzuki, 403],
      [stranger, 404],
    ] as const) {
      expect((await open(console, talk.ticketId)).status).toBe(status);
      expect((await console.request('GET', `/api/tickets/${talk.ticketId}/incidents`)).status).toBe(status);
      expect((await settle(console, incident, 0, 'done')).status).toBe(status);
      const list = await console.request<IncidentList>('GET', '/api/incidents');
      if (list.status === 200) expect(list.body.incidents).toEqual([]);
      else expect(list.status).toBe(403);
    }
    expect((await settle(yamada, incident, 0, 'done')).status).toBe(200);
    expect((await act(yamada, incident, 'end', end)).status).toBe(403);
    const ended = first(await act(second, incident, 'end', end));
    expect(ended).toMatchObject({ state: 'ended', ...end, endedBy: { displayName: '森' } });
    expect((await settle(tanaka, incident, 2, 'done', '電話した')).body.error.code).toBe('incident_over');
    const { body } = await tanaka.request<IncidentList>('GET', '/api/incidents');
    expect(body.incidents.find(({ id }) => id === incident.id)).toMatchObject({ outcome: 'safe' });
    expect(JSON.stringify(body)).not.toContain('ご家族');
  });

  it('keeps the steps that it began with while an administrator writes others', async () => {
    const admin = await ConsoleClient.signedIn(relay.url, 'admin');
    const path = `/api/accounts/${SUICIDE_PREVENTION}/checklist`;
    const { body: before } = await admin.request<ChecklistView>('GET', path);
    expect(before).toMatchObject({ version: 1, savedBy: null, today: '2026-11-25' });
    const { talk, incident } = await begin();
    const call = { name: '県警', number: '000-110', note: null, verifiedOn: before.today };
    const step = { title: '橋の管理者に電話する', detail: null, call, byMinutes: 4, needsNote: true };
    const steps = [step, ...before.steps.slice(1)];
    const save = (given: unknown, version = before.version, console = admin) =>
      console.request<ChecklistView & ErrorBody>('PUT', path, { version, steps: given });
    for (const [given, code, field] of [
      [[], 'invalid_field', 'steps'],
      [Array.from({ length: 31 }, (_, index) => ({ ...step, title: `${index}` })), 'invalid_field', 'steps'],
      [[{ ...step, title: ' ' }], 'invalid_field', 'steps.0.title'],
      [[{ ...step, title: '長'.repeat(101) }], 'invalid_field', 'steps.0.title'],
      [[{ ...step, byMinutes: 0 }], 'invalid_field', 'steps.0.byMinutes'],
      [[{ ...step, byMinutes: 2.5 }], 'invalid_field', 'steps.0.byMinutes'],
      [[{ ...step, call: { ...call, number: '警察署' } }], 'invalid_field', 'steps.0.call.number'],
      [
        [{ ...step, call: { ...call, verifiedOn: '2026-11-26' } }],
        'verified_in_future',
        'steps.0.call.verifiedOn',
      ],
      [[step, step], 'name_twice', 'steps.1.title'],
    ] as const)
      expect((await save(given)).body.error).toMatchObject({ code, field });
    expect((await save(steps, 0)).body.error.code).toBe('changed_meanwhile');
    expect((await save(steps, 1, tanaka)).status).toBe(403);

    const { body: after } = await save(steps);
    expect(after).toMatchObject({ version: 2, savedBy: '管理者', steps });
    // Saving the same again is no version, and nobody else's words are lost unseen.
    expect((await save(steps, 2)).body.version).toBe(2);
    const [trace] = await relay.database.query<{ before: string; after: string }>(
      `SELECT value_before AS before, value_after AS after FROM audit_entry WHERE act = 'checklist.changed'`,
    );
    expect(JSON.parse(trace?.after ?? '{}')).toMatchObject({ '橋の管理者に電話する.call.number': '000-110' });
    expect(JSON.parse(trace?.before ?? '{}')).toHaveProperty([`${before.steps[0]?.title}.byMinutes`], 3);
    expect(await read(tanaka, talk.ticketId)).toMatchObject({
      checklistVersion: 1,
      steps: incident.steps.map(({ title }) => ({ title })),
    });
    await act(tanaka, incident, 'end', end);
    const next = await begin();
    expect(next.incident).toMatchObject({
      checklistVersion: 2,
      steps: steps.map(({ title }) => ({ title })),
    });
    await act(tanaka, next.incident, 'end', end);
    expect((await save(before.steps, 2)).body.version).toBe(3);
  });

  it('outlives the end of its ticket and a restart, and alarms when a step is late', async () => {
    const { talk, incident } = await begin();
    const [caller] = await relay.database.query<{ id: string }>(
      'SELECT caller_id AS id FROM ticket WHERE id = $1',
      [talk.ticketId],
    );
    expect((await yamada.close(talk.ticketId)).status).toBe(200);
    expect((await tanaka.desk()).ended.map(({ id }) => id)).toContain(talk.ticketId);
    const before = await read(tanaka, talk.ticketId);

    await relay.stop();
    relay = await restarted(relay, standIn);
    [yamada, tanaka] = [yamada.at(relay.url), tanaka.at(relay.url)];
    expect(await read(tanaka, talk.ticketId)).toEqual(before);
    expect(await hasOpenIncident(relay.database as never, caller?.id ?? '')).toBe(true);

    const live = await tanaka.live();
    await settle(tanaka, incident, 0, 'done');
    await moveClock(relay, later(6));
    const late = await eventually(
      () =>
        live.events
          .flatMap((event) =>
            event.type === 'ticket.changed' && event.ticket.id === talk.ticketId ? [event.ticket] : [],
          )
          .find(({ alarms: raised }) => raised.some(({ kind }) => kind === 'emergency-overdue')),
      'the alarm of the second step',
    );
    expect(late.state).toBe('closed');
    live.close();
    await settle(tanaka, incident, 1, 'done', '二人で決めた');
    expect((await tanaka.desk()).ended.find(({ id }) => id === talk.ticketId)?.alarms).toEqual([]);
    await act(tanaka, incident, 'end', end);
    expect((await tanaka.desk()).ended).toEqual([]);
    expect(await hasOpenIncident(relay.database as never, caller?.id ?? '')).toBe(false);
    const trace = await relay.database.query<{ act: string }>(
      `SELECT act FROM audit_entry WHERE ticket_id = $1 AND act LIKE 'emergency.%' ORDER BY seq`,
      [talk.ticketId],
    );
    expect(trace.map(({ act: what }) => what)).toEqual([
      'emergency.opened',
      'emergency.step',
      'emergency.step',
      'emergency.ended',
    ]);
    // Read by whoever looks into the ticket later.
    expect(await read(yamada, talk.ticketId)).toMatchObject({ state: 'ended', summary: end.summary });
  });
});

/** Another server on the database of one that stopped; it takes the database with it when it closes. */
async function restarted(before: Relay, standIn: StandIn): Promise<Relay> {
  const relay = await startRelay({ standIn, at: EVENING, beside: before });
  return {
    ...relay,
    close: async () => {
      await relay.close();
      await before.close();
    },
  };
}
