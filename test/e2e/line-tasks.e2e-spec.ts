import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountDirectory } from '../../src/account/account.directory.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient, type LiveConsole } from '../support/console-client.js';
import { Consultation } from '../support/consultation.js';
import { write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

describe('what the caller sees of a counselor', () => {
  let standIn: StandIn;
  let relay: Relay;
  let counselor: ConsoleClient;
  let supervisor: ConsoleClient;
  const open: LiveConsole[] = [];

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    counselor = await addStaff(relay, {
      login: 'yamada',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    supervisor = await addStaff(relay, {
      login: 'kato',
      memberships: { [SUICIDE_PREVENTION]: 'supervisor' },
    });
  });
  afterEach(async () => {
    for (const console of open.splice(0)) console.close();
    await standIn.clearFaults();
    await relay.database.query(`UPDATE account SET settings = '{}'`);
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const consult = () => Consultation.begin(standIn, relay, counselor, SUICIDE_PREVENTION);
  const live = async (client: ConsoleClient) => {
    const console = await client.live();
    open.push(console);
    return console;
  };
  const inboundOf = async (talk: Consultation) =>
    (await supervisor.talkRoom(talk.ticketId)).messages
      .filter(({ direction }) => direction === 'inbound')
      .map(({ id }) => id);
  const show = (console: LiveConsole, talk: Consultation, messageIds: string[]) =>
    console.socket.emitWithAck('messages.shown', { ticketId: talk.ticketId, messageIds });
  const type = (console: LiveConsole, talk: Consultation) =>
    console.socket.emitWithAck('ticket.typing', { ticketId: talk.ticketId });
  const tasksDone = () =>
    eventually(async () => {
      const [row] = await relay.database.query<{ left: number }>(
        'SELECT count(*)::int AS left FROM line_task',
      );
      return row?.left === 0 || undefined;
    }, 'every small call made');
  const callsSince = async (after: number, endpoint: string) =>
    (await standIn.apiCalls({ after, endpoint })).map((call) => call.status);
  const newestOrder = async () => (await standIn.apiCalls()).at(-1)?.order ?? 0;
  /** The switches are read again from the row, as after a change of the file. */
  const setSettings = async (settings: object) => {
    await relay.database.query('UPDATE account SET settings = $1', [JSON.stringify(settings)]);
    await relay.server.app.get(AccountDirectory).reload();
  };

  it('is that their words were read: once for all of them, when their counselor has them on screen', async () => {
    const talk = await consult();
    await write(standIn, relay, SUICIDE_PREVENTION, talk.userId, '二つ目');
    await write(standIn, relay, SUICIDE_PREVENTION, talk.userId, '三つ目');
    const ids = await inboundOf(talk);
    expect(ids).toHaveLength(3);
    const after = await newestOrder();
    // A supervisor looks on in silence.
    await show(await live(supervisor), talk, ids);
    await tasksDone();
    expect(await callsSince(after, 'markAsRead')).toEqual([]);
    const console = await live(counselor);
    await show(console, talk, ids);
    await tasksDone();
    expect(await callsSince(after, 'markAsRead')).toEqual([200]);
    // Looking back changes nothing.
    await show(console, talk, ids.slice(0, 2));
    await show(console, talk, ids);
    await tasksDone();
    expect(await callsSince(after, 'markAsRead')).toEqual([200]);
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, talk.userId, '四つ目');
    expect(ticketId).toBe(talk.ticketId);
    await show(console, talk, await inboundOf(talk));
    await tasksDone();
    expect(await callsSince(after, 'markAsRead')).toEqual([200, 200]);
  });

  it('is that their words were read, though a button was pressed after them', async () => {
    const talk = await consult();
    await standIn.emit(SUICIDE_PREVENTION, {
      type: 'postback',
      userId: talk.userId,
      fields: { postback: { data: 'menu=hours' } },
    });
    await standIn.waitForIdle();
    const ids = await eventually(async () => {
      const found = await inboundOf(talk);
      return found.length === 2 ? found : undefined;
    }, 'the pressed button in the talk');
    const after = await newestOrder();
    await show(await live(counselor), talk, ids);
    await tasksDone();
    expect(await callsSince(after, 'markAsRead')).toEqual([200]);
  });

  it('is tried again when LINE fails, and the newest word is what counts', async () => {
    const talk = await consult();
    await standIn.addFault({ endpoint: 'markAsRead', kind: 'status', status: 500 });
    const console = await live(counselor);
    await show(console, talk, await inboundOf(talk));
    await write(standIn, relay, SUICIDE_PREVENTION, talk.userId, '二つ目');
    await show(console, talk, await inboundOf(talk));
    const [row] = await relay.database.query<{ tasks: number }>(
      'SELECT count(*)::int AS tasks FROM line_task',
    );
    expect(row?.tasks).toBe(1);
    await standIn.clearFaults();
    await tasksDone();
    const statuses = (await standIn.apiCalls({ endpoint: 'markAsRead' })).map((call) => call.status);
    expect(statuses.at(-1)).toBe(200);
  });

  it('is that somebody writes: at most once in twenty seconds, and only while they wait for an answer', async () => {
    const talk = await consult();
    const console = await live(counselor);
    const after = await newestOrder();
    for (let keystroke = 0; keystroke < 5; keystroke += 1)
      expect(await type(console, talk)).toEqual({ ok: true });
    await tasksDone();
    expect(await callsSince(after, 'loading')).toEqual([202]);
    const [call] = await standIn.apiCalls({ after, endpoint: 'loading' });
    expect(call?.userId).toBe(talk.userId);
    // Its time is over: the next one counts again.
    await relay.database.query('UPDATE ticket SET loading_until = now() WHERE id = $1', [talk.ticketId]);
    await type(console, talk);
    await tasksDone();
    expect(await callsSince(after, 'loading')).toEqual([202, 202]);
    // Answered: they wait for nothing now.
    await talk.becomes(await talk.reply('そばにいます'), { state: 'accepted' });
    await relay.database.query('UPDATE ticket SET loading_until = now() WHERE id = $1', [talk.ticketId]);
    expect(await type(console, talk)).toEqual({ ok: true });
    await tasksDone();
    expect(await callsSince(after, 'loading')).toEqual([202, 202]);
  });

  it("is nothing of anybody but the ticket's own counselor", async () => {
    const talk = await consult();
    const after = await newestOrder();
    expect(await type(await live(supervisor), talk)).toMatchObject({
      ok: false,
      error: { code: 'ticket_taken' },
    });
    await counselor.close(talk.ticketId);
    expect(await type(await live(counselor), talk)).toMatchObject({
      ok: false,
      error: { code: 'ticket_closed' },
    });
    expect(await callsSince(after, 'loading')).toEqual([]);
  });

  it('is nothing where the account chose so', async () => {
    const talk = await consult();
    await setSettings({ showTyping: false, markAsRead: false });
    const console = await live(counselor);
    const after = await newestOrder();
    await type(console, talk);
    await show(console, talk, await inboundOf(talk));
    await tasksDone();
    expect(await callsSince(after, 'loading')).toEqual([]);
    expect(await callsSince(after, 'markAsRead')).toEqual([]);
    await setSettings({});
  });

  it('is dropped once it would only be wrong', async () => {
    const talk = await consult();
    await standIn.addFault({ endpoint: 'loading', kind: 'status', status: 500 });
    await type(await live(counselor), talk);
    await relay.database.query(`UPDATE line_task SET expires_at = now()`);
    await tasksDone();
    const after = await newestOrder();
    await standIn.clearFaults();
    await write(standIn, relay, SUICIDE_PREVENTION, talk.userId, 'まだいます');
    expect(await callsSince(after, 'loading')).toEqual([]);
  });
});
