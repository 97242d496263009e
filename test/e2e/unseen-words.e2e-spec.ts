import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { act, Caller, configure, followsUp, ticketOf } from '../support/line.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { OnShift } from '../support/shift.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const unseen = { status: 409, body: { error: { code: 'words_unseen' } } };

describe('a word that nobody has seen', () => {
  let standIn: StandIn;
  let relay: Relay;
  let supervisor: ConsoleClient;
  let person: OnShift;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    await configure(relay, SUICIDE_PREVENTION, { staffing: { minimum: 0 }, waiting: { pickFreely: true } });
    const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
    person = await OnShift.come(relay, { login: 'yamada', memberships, capacity: 9 });
  });
  afterAll(async () => {
    person.goes();
    await relay.close();
    await standIn.close();
  });

  const talk = async () => {
    const one = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    expect((await person.console.take(one.ticketId)).status).toBe(200);
    return one;
  };
  const close = ({ ticketId }: Caller, body: object) => act(person.console, ticketId, 'close', body);
  /** What the figure of the operators and the lists of the supervisors both say of it, once they say the same. */
  const agreeOn = (count: number) =>
    eventually(async () => {
      const metrics = await (await fetch(`${relay.url}/metrics`)).text();
      const figure = /^tomoshibi_caller_messages\{seen="by-nobody-yet"\} (\d+)$/m.exec(metrics)?.[1] ?? 0;
      const { waiting, mine, others, followUps } = await supervisor.desk();
      const listed = [...waiting, ...mine, ...others, ...followUps].map(({ unseenCount }) => unseenCount);
      return (Number(figure) === count && listed.reduce((sum, each) => sum + each, 0) === count) || undefined;
    }, `${count} unseen in figure and lists`);

  it('and that arrives while their counselor closes keeps the consultation open, until it was read', async () => {
    const one = await talk();
    await person.sees(one.ticketId);
    const seenThrough = await person.console.newestWord(one.ticketId);
    await one.writes('やっぱり死にたい');
    const refusal = await close(one, { categoryId: null, seenThrough });
    expect(refusal).toMatchObject(unseen);
    expect(refusal.body.error.message.ja).toContain('読んでから');
    expect(refusal.body.error.message.en).toContain('read it');
    expect(await ticketOf(supervisor, one.ticketId)).toMatchObject({ state: 'active', unseenCount: 1 });
    await agreeOn(1);
    // The console has it on the screen now; that it says so in the same breath is enough.
    const again = await close(one, { seenThrough: await person.console.newestWord(one.ticketId) });
    expect(again).toMatchObject({ status: 200, body: { state: 'closed', unseenCount: 0 } });
    await agreeOn(0);
  });

  it('is never passed over by a console of an earlier version, which names nothing', async () => {
    const one = await talk();
    expect(await close(one, {})).toMatchObject(unseen);
    expect(await act(person.console, one.ticketId, 'close')).toMatchObject(unseen);
    await person.sees(one.ticketId);
    expect((await close(one, { categoryId: null })).body.state).toBe('closed');
  });

  it('counts as such where LINE delivers it late, though it was said before what was read', async () => {
    const one = await talk();
    await one.writes('いまの言葉');
    const seenThrough = await person.console.newestWord(one.ticketId);
    await one.writes('遅れて届いた言葉');
    await relay.database.query(
      `UPDATE message SET occurred_at = occurred_at - interval '1 hour'
       WHERE ticket_id = $1 AND id = (SELECT max(id::text)::uuid FROM message WHERE ticket_id = $1 AND direction = 'inbound')`,
      [one.ticketId],
    );
    expect(await close(one, { seenThrough })).toMatchObject(unseen);
    await person.sees(one.ticketId);
    expect((await close(one, { seenThrough })).body.state).toBe('closed');
  });

  it('is not vouched for by naming what is no word of theirs', async () => {
    const [one, other] = [await talk(), await talk()];
    const elsewhere = await person.console.newestWord(other.ticketId);
    const reply = await person.console.reply(one.ticketId, 'はい');
    for (const seenThrough of [elsewhere, reply.body.id, randomUUID(), null])
      expect(await close(one, { seenThrough })).toMatchObject(unseen);
    expect(await close(one, { seenThrough: 'newest' })).toMatchObject({ status: 400 });
    for (const each of [one, other]) expect((await person.console.close(each.ticketId)).status).toBe(200);
  });

  it('stays on the follow-up list, whoever wants it off, until somebody has read it', async () => {
    const one = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    await act(supervisor, one.ticketId, 'mute', { minutes: 60, reason: '同じ絵文字だけが続いている' });
    await followsUp(supervisor, one.ticketId, 'muted');
    await relay.database.query(`UPDATE ticket SET follow_up_reason = 'left' WHERE id = $1`, [one.ticketId]);
    const seenThrough = await supervisor.newestWord(one.ticketId);
    // A counselor can't read it here, and so can't have had it on the screen.
    expect(await act(person.console, one.ticketId, 'follow-up/close', { seenThrough })).toMatchObject(unseen);
    expect(await act(supervisor, one.ticketId, 'follow-up/close')).toMatchObject(unseen);
    await one.writes('まだいます');
    expect(await act(supervisor, one.ticketId, 'follow-up/close', { seenThrough })).toMatchObject(unseen);
    const newest = { seenThrough: await supervisor.newestWord(one.ticketId) };
    expect((await act(supervisor, one.ticketId, 'follow-up/close', newest)).body.state).toBe('closed');
  });

  it('wins or loses against the close, and is in the talk or begins the next one', async () => {
    for (let round = 0; round < 5; round += 1) {
      const one = await talk();
      const before = one.ticketId;
      await person.sees(before);
      const seenThrough = await person.console.newestWord(before);
      const [answer, written] = await Promise.all([
        close(one, { seenThrough }),
        one.writes('やっぱり死にたい'),
      ]);
      const isOpen = answer.status === 409;
      if (isOpen) expect(answer).toMatchObject(unseen);
      expect(written === before).toBe(isOpen);
      expect((await ticketOf(supervisor, written)).unseenCount).toBe(1);
    }
  });
});
