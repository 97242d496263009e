import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { act } from '../support/line.js';
import { write } from '../support/conversation.js';
import { moveClock } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { SUICIDE_PREVENTION } from '../support/stand-in.js';
import { Supervised } from '../support/supervised.js';
import { eventually } from '../support/wait.js';

describe('a supervisor and a counselor on one ticket', () => {
  let s: Supervised;

  beforeAll(async () => {
    s = await Supervised.start();
  });
  afterAll(() => s.close());
  beforeEach(() => s.begin());

  describe('whisper', () => {
    it('within the talk, seen by those two and never by the caller', async () => {
      const clientId = randomUUID();
      expect((await s.whisper(s.endo, 'ゆっくりで大丈夫です', clientId)).status).toBe(201);
      expect((await s.whisper(s.endo, 'ゆっくりで大丈夫です', clientId)).status).toBe(200);
      expect(await s.whisper(s.endo, '別の言葉', clientId)).toMatchObject({
        body: { error: { code: 'client_id_reused' } },
      });
      await eventually(
        () => s.screens[0]?.messages(s.ticketId).find(({ direction }) => direction === 'whisper'),
        'the whisper on the counselor’s screen',
      );
      expect((await s.ticketOf(s.yamada)).supervision?.whispers).toEqual({
        toCounselor: 1,
        toSupervisors: 0,
      });
      // A counselor of the same account hears nothing of it, neither the words nor that there are any.
      expect(s.screens[1]?.messages(s.ticketId)).toEqual([]);
      expect((await s.whisper(s.kimura, '横から')).status).toBe(403);
      await eventually(() => {
        const heard = s.screens[1]?.events.filter(
          (event) => event.type === 'ticket.changed' && event.ticket.id === s.ticketId,
        );
        expect(heard?.length).toBeGreaterThan(1);
        for (const event of heard ?? []) expect(event).toMatchObject({ ticket: { supervision: null } });
        return true;
      });
      expect((await s.whisper(s.yamada, 'ありがとうございます')).status).toBe(201);
      // The counselor’s own reading marks the supervisor’s, and the other way round: each just what was on the screen.
      expect((await s.whisper(s.endo, '少し休みませんか')).status).toBe(201);
      const said = (await s.yamada.talkRoom(s.ticketId)).messages;
      const messageIds = said.filter(({ direction }) => direction === 'whisper').map(({ id }) => id);
      await s.ok(s.yamada, 'whispers/seen', { messageIds: messageIds.slice(0, 2) });
      expect((await s.ticketOf(s.endo)).supervision?.whispers).toEqual({ toCounselor: 1, toSupervisors: 1 });
      await s.ok(s.yamada, 'whispers/seen', { messageIds });
      expect((await s.ticketOf(s.endo)).supervision?.whispers).toEqual({ toCounselor: 0, toSupervisors: 1 });
      await s.ok(s.endo, 'whispers/seen', { messageIds });
      expect((await s.ticketOf(s.endo)).supervision?.whispers).toEqual({ toCounselor: 0, toSupervisors: 0 });
      await s.yamada.reply(s.ticketId, '聞いています');
      await eventually(async () => (await s.texts()).includes('聞いています') || undefined);
      expect((await s.texts()).filter((text) => /大丈夫|ありがとう|休み/.test(text))).toEqual([]);
      const rows = await s.relay.database.query<{ sealed: Buffer; delivery: string | null }>(
        `SELECT content_sealed AS sealed, delivery_id AS delivery FROM message
         WHERE ticket_id = $1 AND direction = 'whisper'`,
        [s.ticketId],
      );
      expect(await s.traceOf()).toEqual([
        { act: 'ticket.whispered', actor: s.ids.endo, hasWords: false },
        { act: 'ticket.whispered', actor: s.ids.yamada, hasWords: false },
        { act: 'ticket.whispered', actor: s.ids.endo, hasWords: false },
      ]);
      expect(rows).toHaveLength(3);
      for (const { sealed, delivery } of rows) {
        expect(delivery).toBeNull();
        expect(sealed.toString('utf8')).not.toMatch(/大丈夫|ありがとう|休み/);
      }
    });

    it('is not read by who looks after the same caller later', async () => {
      await s.whisper(s.endo, '次は短く');
      await s.ends(s.yamada);
      const past = s.ticketId;
      await write(s.standIn, s.relay, SUICIDE_PREVENTION, s.userId, 'またお願いします');
      const now = (await s.kimura.desk()).waiting.find(({ id }) => id !== past)?.id ?? '';
      expect((await s.kimura.take(now)).status).toBe(200);
      const said = (await s.kimura.talkRoom(past)).messages;
      expect(said.length).toBeGreaterThan(0);
      expect(said.filter(({ direction }) => direction === 'whisper')).toEqual([]);
      expect((await s.endo.talkRoom(past)).messages.map(({ direction }) => direction)).toContain('whisper');
    });

    it('a look in silence marks nothing as read, and is seen by nobody', async () => {
      await write(s.standIn, s.relay, SUICIDE_PREVENTION, s.userId, 'まだ読まれていません');
      const before = (await s.ticketOf(s.yamada)).unseenCount;
      expect(before).toBe(2);
      await s.screens[0]?.openTicket(s.ticketId);
      await s.screens[0]?.socket.emitWithAck('ticket.here', { ticketId: s.ticketId });
      const screen = await s.endo.live(null, [s.ticketId]);
      await screen.openTicket(s.ticketId);
      await s.endo.talkRoom(s.ticketId);
      await s.endo.request('GET', `/api/tickets/${s.ticketId}/days`);
      const people = s.peopleOn(screen);
      await eventually(() => people().length === 1 || undefined, 'the counselor being seen');
      expect(people().map(({ displayName }) => displayName)).toEqual(['山田']);
      expect((await s.ticketOf(s.yamada)).unseenCount).toBe(before);
      const shown = await s.relay.database.query(
        'SELECT FROM message WHERE ticket_id = $1 AND first_shown_at IS NOT NULL',
        [s.ticketId],
      );
      expect(shown).toEqual([]);
      screen.close();
    });
  });

  describe('move a ticket', () => {
    it('taken over beyond capacity, told at once, and given back with a summary', async () => {
      const own = s.ticketId;
      await s.begin();
      await s.ok(s.endo, 'take-over', { reason: '一人目' });
      const first = s.ticketId;
      s.ticketId = own;
      const taken = await s.ok(s.endo, 'take-over', { reason: '危険が高いため' });
      expect(taken).toMatchObject({
        assignedTo: { displayName: '遠藤' },
        supervision: { takenOver: { counselor: { displayName: '山田' } } },
      });
      const [told] = await s.movesOf(s.yamada);
      await eventually(
        () =>
          s.screens[0]?.events.some(
            (event) => event.type === 'moves.changed' && event.moveIds.includes(told?.id ?? ''),
          ),
        'the counselor being told',
      );
      expect(await s.movesOf(s.yamada)).toMatchObject([
        { kind: 'take-over', by: { displayName: '遠藤' }, note: '危険が高いため' },
      ]);
      const desk = await s.yamada.desk();
      expect(desk.mine.map(({ id }) => id)).not.toContain(s.ticketId);
      expect(desk.takenOver.map(({ id }) => id)).toEqual(expect.arrayContaining([s.ticketId, first]));
      expect((await s.yamada.reply(s.ticketId, '二人で')).body).toMatchObject({
        error: { code: 'ticket_taken' },
      });
      await s.refused(s.endo, 'give-back', { summary: ' ' }, 'invalid_field');
      await s.refused(s.ueno, 'give-back', { summary: '横から' }, 'ticket_taken');
      await s.ok(s.endo, 'give-back', { summary: '落ち着かれました。明日の約束をしています。' });
      expect((await s.yamada.desk()).mine.map(({ id }) => id)).toContain(s.ticketId);
      const [, back] = await s.movesOf(s.yamada);
      expect(back).toMatchObject({ kind: 'give-back', note: '落ち着かれました。明日の約束をしています。' });
      await s.yamada.request('POST', `/api/moves/${back?.id}/seen`, {});
      expect(await s.movesOf(s.yamada)).toHaveLength(1);
      expect(await s.traceOf()).toEqual([
        { act: 'ticket.taken-over', actor: s.ids.endo, hasWords: false },
        { act: 'ticket.given-back', actor: s.ids.endo, hasWords: false },
      ]);
      await s.refused(s.endo, 'give-back', { summary: 'もう一度' }, 'ticket_taken');
    });

    it('two supervisors reach for it at once: one of them has it', async () => {
      const answers = await Promise.all(
        [s.endo, s.ueno, s.endo.at(s.other.url), s.ueno.at(s.other.url)].map((client) =>
          act(client, s.ticketId, 'take-over', { reason: '同時に' }),
        ),
      );
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      const rows = await s.relay.database.query<{ from: string; to: string }>(
        `SELECT from_staff_id AS "from", to_staff_id AS "to" FROM handover WHERE ticket_id = $1 ORDER BY answered_at, id`,
        [s.ticketId],
      );
      // A chain: each took it from who had it.
      expect(rows[0]?.from).toBe(s.ids.yamada);
      rows.slice(1).forEach(({ from }, index) => expect(from).toBe(rows[index]?.to));
      expect((await s.ticketOf(s.endo)).assignedTo?.id).toBe(rows.at(-1)?.to);
    });

    it('not back to who is away or has no room; to another by name, or to the line', async () => {
      const guest = await addStaff(s.relay, {
        login: `guest-${randomUUID()}`,
        displayName: '客',
        capacity: 1,
        memberships: { [SUICIDE_PREVENTION]: 'counselor' },
      });
      const guestId = (await guest.desk()).me.staffId;
      await s.ok(s.endo, 'supervise/return', { reason: '担当を変えます' });
      expect((await guest.take(s.ticketId)).status).toBe(200);
      await s.ok(s.ueno, 'take-over', { reason: '代わります' });
      await s.refused(s.ueno, 'give-back', { summary: '席にいません' }, 'counselor_away');
      await s.refused(s.ueno, 'reassign', { staffId: guestId, reason: 'いない人へ' }, 'counselor_away');
      const screen = await guest.live();
      const own = s.ticketId;
      await s.begin(guest);
      s.ticketId = own;
      await s.refused(s.ueno, 'give-back', { summary: '空きがありません' }, 'capacity_reached');
      await s.refused(
        s.ueno,
        'reassign',
        { staffId: randomUUID(), reason: '知らない人' },
        'transfer_target_unfit',
      );
      await s.ok(s.ueno, 'reassign', { staffId: s.ids.kimura, reason: '木村さんにお願いします' });
      expect(await s.movesOf(s.kimura)).toMatchObject([{ kind: 'reassign', note: '木村さんにお願いします' }]);
      expect((await s.kimura.desk()).mine.map(({ id }) => id)).toContain(s.ticketId);
      await s.refused(s.yamada, 'supervise/return', { reason: '勝手に' }, 'not_permitted');
      await s.ok(s.endo, 'supervise/return', { reason: '木村さんは交代の時間です' });
      expect(await s.ticketOf(s.endo)).toMatchObject({ state: 'waiting', supervision: null });
      expect(await s.movesOf(s.kimura)).toMatchObject([{ kind: 'reassign' }, { kind: 'return', to: null }]);
      screen.close();
    });

    it('closed by a supervisor, with a reason that its counselor reads', async () => {
      const reason = '別の窓口につながりました';
      // A look is silent: only what the supervisor's own screen had counts as seen.
      await s.refused(s.endo, 'supervise/close', { reason }, 'words_unseen');
      await s.ok(s.endo, 'supervise/close', { reason, seenThrough: await s.endo.newestWord(s.ticketId) });
      expect(await s.ticketOf(s.endo)).toMatchObject({ state: 'closed' });
      expect(await s.movesOf(s.yamada)).toMatchObject([{ kind: 'close', note: '別の窓口につながりました' }]);
    });
  });

  describe('a call for a supervisor', () => {
    it('rings until one looks, and is an alarm when nobody does', async () => {
      await s.ok(s.yamada, 'consult', { why: '黙ってしまわれました' });
      await s.refused(s.yamada, 'consult', { why: 'もう一度' }, 'consult_standing');
      expect(await s.alarmsOf()).toEqual(['consult']);
      const words = await s.endo.request('GET', `/api/tickets/${s.ticketId}/consult`);
      expect(words.body).toMatchObject({ consult: { why: '黙ってしまわれました' } });
      expect((await s.kimura.request('GET', `/api/tickets/${s.ticketId}/consult`)).status).toBe(403);
      const consult = (await s.ticketOf(s.endo)).supervision?.consult;
      await moveClock(s.relay, new Date(Date.parse(consult?.overdueAt ?? '') + 1000));
      await eventually(
        async () => (await s.alarmsOf()).includes('consult-overdue') || undefined,
        'the alarm',
      );
      expect(await s.alarmsOf()).toEqual(['consult-overdue']);
      await s.ok(s.endo, 'consult/take');
      await s.refused(s.ueno, 'consult/take', {}, 'consult_taken');
      expect(await s.alarmsOf()).toEqual([]);
      expect((await s.ticketOf(s.yamada)).supervision?.consult?.taker?.displayName).toBe('遠藤');
      await s.ok(s.yamada, 'consult/end');
      await s.refused(s.endo, 'consult/take', {}, 'consult_gone');
      // It ends with the ticket, and its alarm with it.
      await s.ok(s.yamada, 'consult', { why: '最後に' });
      await s.ends(s.yamada);
      expect(await s.alarmsOf()).toEqual([]);
    });
  });

  it('see each other there and writing, from one process to the other, as long as the socket lives', async () => {
    const counselor = await s.yamada.live(null, [s.ticketId]);
    const supervisor = await s.endo.at(s.other.url).live(null, [s.ticketId]);
    const stranger = await s.kimura.live();
    const [seen, shown] = [s.peopleOn(counselor), s.peopleOn(supervisor)];
    await counselor.socket.emitWithAck('ticket.here', { ticketId: s.ticketId });
    await supervisor.socket.emitWithAck('ticket.here', { ticketId: s.ticketId });
    expect(await stranger.socket.emitWithAck('ticket.here', { ticketId: s.ticketId })).toMatchObject({
      ok: false,
    });
    await eventually(() => seen().length === 2 && shown().length === 2, 'both being seen');
    await supervisor.socket.emitWithAck('ticket.writing', { ticketId: s.ticketId, isWriting: true });
    await eventually(
      () => seen().find(({ displayName }) => displayName === '遠藤')?.isWriting,
      'the writing',
    );
    await supervisor.socket.emitWithAck('ticket.writing', { ticketId: s.ticketId, isWriting: false });
    await eventually(() => seen().every(({ isWriting }) => !isWriting), 'the end of it');
    const events = await s.relay.database.query(
      `SELECT FROM event WHERE type NOT IN ('ticket.changed', 'counselor.changed', 'account.changed', 'message.appended')
         AND ticket_id = $1`,
      [s.ticketId],
    );
    expect(events).toEqual([]);
    supervisor.close();
    await eventually(() => seen().length === 1 || undefined, 'the one who left');
    counselor.close();
    stranger.close();
  });
});
