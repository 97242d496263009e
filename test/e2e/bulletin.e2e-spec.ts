import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AnnounceRequest,
  type MadeAnnouncements,
  type OpenAnnouncements,
  type ShiftNoteRequest,
  type ShiftNotes,
} from '../../src/contract/bulletin.js';
import { type ErrorBody } from '../../src/contract/error.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { Consultation } from '../support/consultation.js';
import { ticketOf } from '../support/line.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const later = (minutes: number) => new Date(EVENING.getTime() + minutes * 60_000);

describe('what people of an account tell each other', () => {
  let standIn: StandIn;
  let relay: Relay;
  let sato: ConsoleClient;
  let suzuki: ConsoleClient;
  let tanaka: ConsoleClient;
  let admin: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    suzuki = await ConsoleClient.signedIn(relay.url, 'suzuki');
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    admin = await ConsoleClient.signedIn(relay.url, 'admin');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const announce = (console: ConsoleClient, request: Partial<AnnounceRequest>) =>
    console.request<MadeAnnouncements & ErrorBody>('POST', '/api/announcements', {
      clientId: randomUUID(),
      level: 'info',
      text: '本日は 21 時から回線の点検があります',
      accountIds: [SUICIDE_PREVENTION],
      endsAt: later(60).toISOString(),
      ...request,
    });
  const open = async (console: ConsoleClient) =>
    (await console.request<OpenAnnouncements>('GET', '/api/announcements/open')).body.announcements;
  const write = (console: ConsoleClient, request: Partial<ShiftNoteRequest>) =>
    console.request<ShiftNotes & ErrorBody>('POST', '/api/shift-notes', {
      clientId: randomUUID(),
      accountId: SUICIDE_PREVENTION,
      ticketNumber: null,
      topic: '電話の順番',
      text: '今夜の当番は森さんです',
      until: null,
      ...request,
    });
  const notes = async (console: ConsoleClient) =>
    (await console.request<ShiftNotes>('GET', '/api/shift-notes')).body;
  const act = (console: ConsoleClient, path: string) => console.request<ErrorBody>('POST', path, {});

  it('is announced live to everybody of the accounts, and its author sees who has not read it', async () => {
    const lives = [await sato.live(), await suzuki.live()];
    const { status, body } = await announce(tanaka, { level: 'important', clientId: randomUUID() });
    expect(status).toBe(200);
    const [made] = body.announcements;
    expect(made).toMatchObject({ level: 'important', readCount: 0, unread: ['佐藤', '鈴木'] });
    for (const live of lives) {
      await eventually(
        () => live.events.find(({ type }) => type === 'announcement.changed'),
        'the console hearing of it',
      );
    }
    expect((await open(sato)).map(({ text }) => text)).toEqual(['本日は 21 時から回線の点検があります']);
    expect(await open(tanaka)).toEqual([]);
    await act(sato, `/api/announcements/${made?.id}/read`);
    await act(sato, `/api/announcements/${made?.id}/read`);
    expect(await open(sato)).toEqual([]);
    const after = await tanaka.request<MadeAnnouncements>('GET', '/api/announcements');
    expect(after.body.announcements[0]).toMatchObject({ readCount: 1, unread: ['鈴木'] });
    // What only informs ends by its time; what is important stays until it was read.
    await announce(tanaka, { text: '短いお知らせ' });
    expect(await open(suzuki)).toHaveLength(2);
    await moveClock(relay, later(61));
    expect((await open(suzuki)).map(({ level }) => level)).toEqual(['important']);
    await act(tanaka, `/api/announcements/${made?.id}/withdraw`);
    expect(await open(suzuki)).toEqual([]);
    await moveClock(relay, EVENING);
    for (const live of lives) live.close();
  });

  it('comes from supervisors for their accounts, from administrators for all, and from nobody else', async () => {
    expect((await announce(sato, {})).status).toBe(403);
    await relay.database.query(
      `DELETE FROM membership WHERE account_id = $1 AND staff_id = (
      SELECT id FROM staff WHERE login = 'tanaka')`,
      [HUMAN_RIGHTS],
    );
    const foreign = await announce(tanaka, { accountIds: [HUMAN_RIGHTS, SUICIDE_PREVENTION] });
    expect(foreign.body.error.code).toBe('account_not_found');
    const over = await announce(tanaka, { endsAt: later(-1).toISOString() });
    expect(over.body.error).toMatchObject({ code: 'invalid_field', field: 'endsAt' });
    const clientId = randomUUID();
    const both = { accountIds: [HUMAN_RIGHTS, SUICIDE_PREVENTION], clientId };
    expect((await announce(admin, both)).status).toBe(200);
    const again = await announce(admin, both);
    expect(again.body.announcements.filter(({ id }) => id === clientId)).toHaveLength(1);
    // Of two accounts of theirs, a person sees it once.
    expect((await open(sato)).filter(({ id }) => id === clientId)).toHaveLength(1);
    // One that also went to others' accounts is not theirs to withdraw.
    expect((await act(tanaka, `/api/announcements/${clientId}/withdraw`)).status).toBe(404);
    expect((await act(admin, `/api/announcements/${clientId}/withdraw`)).status).toBe(200);
    const trace = await relay.database.query<{ act: string }>(
      `SELECT DISTINCT act FROM audit_entry WHERE act LIKE 'announcement.%' ORDER BY act`,
    );
    expect(trace.map((row) => row.act)).toEqual(['announcement.made', 'announcement.withdrawn']);
  });

  it('is told to the next shift, who says that they read it, until somebody has done it', async () => {
    const talk = await Consultation.begin(standIn, relay, sato, SUICIDE_PREVENTION);
    const { number } = await ticketOf(sato, talk.ticketId);
    const live = await suzuki.live();
    const { status } = await write(sato, { ticketNumber: number, topic: '水曜の約束' });
    expect(status).toBe(200);
    await eventually(
      () => live.events.find(({ type }) => type === 'shift-note.changed'),
      'the next shift hearing of it',
    );
    live.close();
    const [note] = (await notes(suzuki)).open;
    expect(note).toMatchObject({
      words: { topic: '水曜の約束', text: '今夜の当番は森さんです' },
      by: { displayName: '佐藤' },
      // Its number is known; its talk is for those who may read it.
      ticket: { id: null, number },
      isRead: false,
    });
    expect((await notes(tanaka)).open[0]?.ticket).toEqual({ id: talk.ticketId, number });
    await act(suzuki, `/api/shift-notes/${note?.id}/read`);
    expect((await notes(sato)).open[0]).toMatchObject({ readBy: ['鈴木'], isRead: true });
    await act(suzuki, `/api/shift-notes/${note?.id}/done`);
    await act(tanaka, `/api/shift-notes/${note?.id}/done`);
    const { open: left, done } = await notes(tanaka);
    expect(left).toEqual([]);
    expect(done[0]?.done?.by).toBe('鈴木');
    await moveClock(relay, later(8 * 24 * 60));
    expect((await notes(tanaka)).done).toEqual([]);
    await moveClock(relay, EVENING);
  });

  it('stays within its account, and sealed: about a ticket, under its caller’s key', async () => {
    expect((await write(suzuki, { accountId: HUMAN_RIGHTS })).body.error.code).toBe('account_not_found');
    expect((await write(suzuki, { ticketNumber: 999_999 })).body.error).toMatchObject({
      code: 'ticket_not_found',
      field: 'ticketNumber',
    });
    await write(sato, { accountId: HUMAN_RIGHTS, topic: '人権の窓口' });
    expect((await notes(suzuki)).open.map(({ words }) => words?.topic)).not.toContain('人権の窓口');
    const rows = await relay.database.query<{ words: Buffer }>(
      `SELECT words_sealed AS words FROM shift_note UNION ALL SELECT words_sealed FROM announcement_account`,
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const { words } of rows) expect(words.toString('utf8')).not.toMatch(/当番|点検|窓口/);
    const talk = await Consultation.begin(standIn, relay, sato, SUICIDE_PREVENTION);
    const { number } = await ticketOf(sato, talk.ticketId);
    await write(sato, { ticketNumber: number });
    await relay.database.query(
      `DELETE FROM keystore.data_key WHERE id = (SELECT key_id FROM caller WHERE id = (
         SELECT caller_id FROM ticket WHERE id = $1))`,
      [talk.ticketId],
    );
    const other = await startRelay({ standIn, at: EVENING, beside: relay });
    const { open: left } = await notes(tanaka.at(other.url));
    expect(left.find(({ ticket }) => ticket?.number === number)?.words).toBeNull();
    await other.close();
  });
});
