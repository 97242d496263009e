import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Matcher } from '../../src/assignment/matcher.js';
import { PresenceService } from '../../src/assignment/presence.service.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { act, Caller, configure, followsUp, ticketOf, waits } from '../support/line.js';
import { EVENING, moveClock, NIGHT, type Relay, startRelay } from '../support/relay.js';
import { OnShift } from '../support/shift.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe('nobody is forgotten', () => {
  let standIn: StandIn;
  let relay: Relay;
  let supervisor: ConsoleClient;
  let count = 0;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterEach(async () => {
    await relay.database.query(
      `UPDATE ticket SET state = 'closed', closed_at = opened_at - interval '2 days' WHERE state <> 'closed'`,
    );
    await moveClock(relay, EVENING);
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const caller = () => Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
  const comes = () => {
    count += 1;
    return OnShift.come(relay, {
      login: `person-${count}`,
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
  };
  const after = (start: Date, ms: number) => moveClock(relay, new Date(start.getTime() + ms));
  const kinds = async (ticketId: string) =>
    (await ticketOf(supervisor, ticketId)).alarms.map(({ kind }) => kind);

  it('though their counselor left in the very moment in which they would have been given', async () => {
    await configure(relay, SUICIDE_PREVENTION, { staffing: { minimum: 0 } });
    const person = await comes();
    const one = await caller();
    const leaving = new pg.Client({ connectionString: relay.database.ownerUrl });
    await leaving.connect();
    try {
      // As signing out does: under the lock on the person, their consoles go.
      await leaving.query('BEGIN');
      const { rows } = await leaving.query<{ id: string }>(
        'SELECT id FROM staff WHERE login = $1 FOR UPDATE',
        [person.login],
      );
      await configure(relay, SUICIDE_PREVENTION, {
        staffing: { minimum: 0 },
        assignment: { mode: 'automatic' },
      });
      const decision = relay.server.app.get(Matcher).decide(SUICIDE_PREVENTION);
      await eventually(async () => {
        const waiting = await relay.database.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
             AND query LIKE 'SELECT capacity FROM staff%'`,
        );
        return waiting.length > 0 || undefined;
      }, 'the decision waiting for the person');
      await leaving.query('DELETE FROM console_connection WHERE staff_id = $1', [rows[0]?.id]);
      await leaving.query('COMMIT');
      await decision;
    } finally {
      await leaving.end();
    }
    expect((await ticketOf(supervisor, one.ticketId)).state).toBe('waiting');
    await configure(relay, SUICIDE_PREVENTION, {});
    person.goes();
  });

  it('by a counselor whose console had gone when they took them, and who never came back', async () => {
    await configure(relay, SUICIDE_PREVENTION, {
      staffing: { minimum: 0 },
      assignment: { graceSeconds: 60 },
    });
    const person = await comes();
    person.goes();
    await person.hasGone();
    const one = await caller();
    expect((await person.console.take(one.ticketId)).status).toBe(200);
    await relay.server.app.get(PresenceService).sweep();
    await after(EVENING, 50_000);
    expect((await ticketOf(supervisor, one.ticketId)).state).toBe('active');
    await after(EVENING, 90_000);
    await waits(supervisor, one.ticketId);
  });

  it('when their counselor vanishes after closing: supervisors hear of it, since nobody else is there', async () => {
    await configure(relay, SUICIDE_PREVENTION, {
      staffing: { minimum: 0 },
      assignment: { graceSeconds: 60 },
    });
    const person = await comes();
    const one = await caller();
    await person.console.take(one.ticketId);
    await person.console.reply(one.ticketId, '聞いています');
    await moveClock(relay, NIGHT);
    person.goes();
    await person.hasGone();
    await after(NIGHT, 90_000);
    await waits(supervisor, one.ticketId);
    expect(await kinds(one.ticketId)).toEqual(['vanished']);
  });

  it('when their counselor vanishes after the last acceptance: the next one takes over', async () => {
    await configure(relay, SUICIDE_PREVENTION, {
      staffing: { minimum: 0 },
      assignment: { graceSeconds: 60 },
    });
    const person = await comes();
    const one = await caller();
    await person.console.take(one.ticketId);
    await person.console.reply(one.ticketId, '聞いています');
    const late = new Date('2026-11-25T22:05:00+09:00');
    await moveClock(relay, late);
    person.goes();
    await person.hasGone();
    await after(late, 90_000);
    await waits(supervisor, one.ticketId);
    await after(late, 95_000);
    await one.hears('別の相談員におつなぎします');
    expect((await one.texts()).join()).not.toContain('新しい相談をお受けできない');
  });

  it('whose mute is over: who is owed an answer is back in the line by itself, and not before', async () => {
    await configure(relay, SUICIDE_PREVENTION, {});
    const one = await caller();
    await act(supervisor, one.ticketId, 'mute', { minutes: 5, reason: 'いたずらが続いた' });
    await one.writes('ごめんなさい');
    await after(EVENING, 4 * MINUTE_MS);
    expect(await act(supervisor, one.ticketId, 'follow-up/line')).toMatchObject({ status: 409 });
    await after(EVENING, 6 * MINUTE_MS);
    await waits(supervisor, one.ticketId);
  });

  it('who wrote again after they came onto the follow-up list: their days begin anew', async () => {
    await configure(relay, SUICIDE_PREVENTION, { whenClosed: 'reply-only', waiting: { followUpDays: 7 } });
    await moveClock(relay, NIGHT);
    const one = await caller();
    await followsUp(supervisor, one.ticketId, 'out-of-hours');
    await after(NIGHT, 6 * DAY_MS);
    expect(await one.writes('まだつらいです')).toBe(one.ticketId);
    await after(NIGHT, 7 * DAY_MS + MINUTE_MS);
    await eventually(async () => {
      const due = await relay.database.query(
        `SELECT FROM timer WHERE kind = 'follow-up-end' AND subject LIKE $1 AND due_at <= $2`,
        [`${one.ticketId}@%`, relay.clock.now()],
      );
      return due.length === 0 || undefined;
    }, 'what was due');
    expect((await ticketOf(supervisor, one.ticketId)).state).toBe('follow-up');
    // What nobody has seen would end nothing.
    await relay.database.query('UPDATE message SET first_shown_at = $2 WHERE ticket_id = $1', [
      one.ticketId,
      relay.clock.now(),
    ]);
    await after(NIGHT, 13 * DAY_MS + MINUTE_MS);
    await eventually(
      async () => (await supervisor.desk()).followUps.every(({ id }) => id !== one.ticketId) || undefined,
      'the end',
    );
  });
});
