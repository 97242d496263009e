import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { act, Caller, configure, ticketOf, waits } from '../support/line.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { OnShift } from '../support/shift.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const IDLE = { askAfterMinutes: 10, closeAfterMinutes: 5, reopenMinutes: 30 };

describe('a caller who falls silent', () => {
  let standIn: StandIn;
  let relay: Relay;
  let supervisor: ConsoleClient;
  let person: OnShift;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    await configure(relay, SUICIDE_PREVENTION, {
      idle: IDLE,
      staffing: { minimum: 0 },
      waiting: { pickFreely: true },
    });
    const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
    person = await OnShift.come(relay, { login: 'yamada', memberships, capacity: 2 });
  });
  afterEach(async () => {
    await standIn.clearFaults();
    await relay.database.query(
      `UPDATE ticket SET state = 'closed', closed_at = opened_at, reopen_until = NULL WHERE state <> 'closed'`,
    );
    await person.says('available');
    await moveClock(relay, EVENING);
  });
  afterAll(async () => {
    person.goes();
    await relay.close();
    await standIn.close();
  });

  const later = (minutes: number) => moveClock(relay, new Date(EVENING.getTime() + minutes * 60_000));
  const answered = async () => {
    const one = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    expect((await person.console.take(one.ticketId)).status).toBe(200);
    await person.sees(one.ticketId);
    expect((await person.console.reply(one.ticketId, '聞かせてください')).status).toBe(201);
    await one.gotAll();
    return one;
  };
  const asked = async (one: Caller) => {
    await one.hears('その後、いかがですか。ゆっくりで大丈夫です');
    await one.gotAll();
  };
  const stateOf = async (ticketId: string) =>
    (await relay.database.query<{ state: string }>('SELECT state FROM ticket WHERE id = $1', [ticketId]))[0]
      ?.state;
  const closes = (ticketId: string) =>
    eventually(async () => (await stateOf(ticketId)) === 'closed' || undefined, 'the end');
  const closedByTimer = async () => {
    const one = await answered();
    await later(11);
    await asked(one);
    await later(17);
    await closes(one.ticketId);
    await one.hears('今日のお話はここで一度おしまい');
    return one;
  };
  const noTimers = (kind: string) =>
    eventually(async () => {
      const due = await relay.database.query('SELECT FROM timer WHERE kind = $1 AND due_at <= $2', [
        kind,
        relay.clock.now(),
      ]);
      return due.length === 0 || undefined;
    }, 'what was due');

  it('is asked gently, once, and the consultation is closed a while later', async () => {
    const one = await answered();
    await later(9);
    await noTimers('idle-ask');
    expect((await ticketOf(supervisor, one.ticketId)).idle).toBeNull();
    await later(11);
    await asked(one);
    const { idle } = await ticketOf(supervisor, one.ticketId);
    expect(Date.parse(idle?.closesAt ?? '') - Date.parse(idle?.askedAt ?? '')).toBe(5 * 60_000);
    await later(17);
    await closes(one.ticketId);
    await one.hears('今日のお話はここで一度おしまい');
    const texts = await one.texts();
    expect(texts.filter((text) => text.includes('ゆっくりで大丈夫です'))).toHaveLength(1);
    expect((await person.console.desk()).me.activeTickets).toBe(0);
  });

  it('is not asked while it is our turn, and goes on when they write or we do', async () => {
    const one = await answered();
    await one.writes('えっと');
    await later(11);
    await noTimers('idle-ask');
    expect((await one.texts()).join()).not.toContain('ゆっくりで大丈夫です');
    await person.sees(one.ticketId);
    await person.console.reply(one.ticketId, 'はい');
    await one.gotAll();
    await later(22);
    await asked(one);
    await one.writes('います');
    await person.sees(one.ticketId);
    expect((await ticketOf(supervisor, one.ticketId)).idle).toBeNull();
    await later(28);
    await noTimers('idle-close');
    expect(await stateOf(one.ticketId)).toBe('active');
    // Each of our words begins a new silence.
    await person.console.reply(one.ticketId, 'よかったです');
    await one.gotAll();
    await later(39);
    await eventually(async () => {
      const texts = await one.texts();
      return texts.filter((text) => text.includes('ゆっくりで大丈夫です')).length === 2 || undefined;
    }, 'being asked again');
    await one.gotAll();
    await person.console.reply(one.ticketId, 'ここにいます');
    await later(45);
    await noTimers('idle-close');
    expect(await stateOf(one.ticketId)).toBe('active');
  });

  it('is not who fell silent while our last word is still under way', async () => {
    const one = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    await standIn.addFault({ endpoint: 'push', userId: one.userId, kind: 'status', status: 500 });
    await person.console.take(one.ticketId);
    await person.sees(one.ticketId);
    await person.console.reply(one.ticketId, '聞かせてください');
    await later(11);
    await noTimers('idle-ask');
    expect((await ticketOf(supervisor, one.ticketId)).idle).toBeNull();
    await standIn.clearFaults();
    await one.gotAll();
    await later(22);
    await asked(one);
    // Nor while they can't have read the question.
    const two = await answered();
    await standIn.addFault({ endpoint: 'push', userId: two.userId, kind: 'status', status: 500 });
    await later(33);
    await eventually(
      async () => (await ticketOf(supervisor, two.ticketId)).idle !== null || undefined,
      'the question being sent',
    );
    await later(39);
    await noTimers('idle-close');
    expect(await stateOf(two.ticketId)).toBe('active');
    expect(Date.parse((await ticketOf(supervisor, two.ticketId)).idle?.closesAt ?? '')).toBeGreaterThan(
      relay.clock.now().getTime(),
    );
    await standIn.clearFaults();
    await asked(two);
    await later(45);
    await closes(two.ticketId);
  });

  it('is not who fell silent while a word of theirs that crossed ours was seen by nobody, and is closed once it was', async () => {
    const one = await answered();
    await one.writes('やっぱり死にたい');
    // It crosses our word: the counselor answers without having had it on the screen.
    await person.console.reply(one.ticketId, '聞かせてくださいね');
    await one.gotAll();
    await later(11);
    await noTimers('idle-ask');
    expect((await one.texts()).join()).not.toContain('ゆっくりで大丈夫です');
    await person.sees(one.ticketId);
    await later(22);
    await asked(one);
    await one.writes('まだいます');
    await person.console.reply(one.ticketId, 'はい');
    await one.gotAll();
    await person.sees(one.ticketId);
    await later(33);
    await eventually(async () => {
      const texts = await one.texts();
      return texts.filter((text) => text.includes('ゆっくりで大丈夫です')).length === 2 || undefined;
    }, 'being asked again');
    await one.gotAll();
    // One that LINE delivers late is older than the question, and yet nobody has seen it.
    await relay.database.query(
      `UPDATE message SET first_shown_at = NULL WHERE ticket_id = $1 AND direction = 'inbound'`,
      [one.ticketId],
    );
    await later(39);
    await noTimers('idle-close');
    expect(await stateOf(one.ticketId)).toBe('active');
    await person.sees(one.ticketId);
    await later(45);
    await closes(one.ticketId);
  });

  it('is never closed by a timer while anybody fears for them: supervisors hear of it', async () => {
    const one = await answered();
    await act(person.console, one.ticketId, 'risk', { risk: 'watch', reason: '理由' });
    await later(11);
    await asked(one);
    expect((await ticketOf(supervisor, one.ticketId)).idle).toMatchObject({ closesAt: null });
    await later(17);
    await eventually(
      async () =>
        (await ticketOf(supervisor, one.ticketId)).alarms.some(({ kind }) => kind === 'at-risk-idle') ||
        undefined,
      'the alarm',
    );
    expect(await stateOf(one.ticketId)).toBe('active');
  });

  it('goes on in the same ticket when they write soon, with the same counselor if they are there and have room', async () => {
    const one = await closedByTimer();
    await later(30);
    expect(await one.writes('すみません、戻りました')).toBe(one.ticketId);
    expect((await person.has(one.ticketId)).state).toBe('active');
    expect(
      (await person.console.talkRoom(one.ticketId)).messages.map(({ content }) => content),
    ).toContainEqual(expect.objectContaining({ text: 'すみません、戻りました' }));
    expect((await person.console.reply(one.ticketId, 'おかえりなさい')).status).toBe(201);
  });

  it('waits in front of who came later where their counselor has no room or takes a break', async () => {
    const one = await closedByTimer();
    const others = [await answered(), await answered()];
    const later2 = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    expect(await one.writes('戻りました')).toBe(one.ticketId);
    await waits(supervisor, one.ticketId);
    expect((await supervisor.desk()).waiting.map(({ id }) => id)).toEqual([one.ticketId, later2.ticketId]);
    expect(others).toHaveLength(2);
  });

  it('begins a new consultation after that time, and after one that a person closed', async () => {
    const one = await closedByTimer();
    const first = one.ticketId;
    await later(17 + IDLE.reopenMinutes + 1);
    expect(await one.writes('また来ました')).not.toBe(first);
    const two = await answered();
    const before = two.ticketId;
    await person.console.close(before);
    expect(await two.writes('もうひとつだけ')).not.toBe(before);
  });
});
