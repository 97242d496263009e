import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, textsTo, ticketOfEvent, write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, pointWebhooksAt, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

/** In everything that anybody says here; ASCII, so that no escape can hide it. */
const MARK = 'MARK-7f3a';

describe('words at rest', () => {
  let standIn: StandIn;
  let relay: Relay;
  let counselor: ConsoleClient;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    counselor = await ConsoleClient.signedIn(relay.url, 'sato');
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  /** Every column of ours in which some row holds these bytes. */
  const columnsWith = async (needle: Buffer): Promise<string[]> => {
    const columns = await relay.database.query<{ name: string; source: string; type: string }>(
      `SELECT format('%s.%s', table_name, column_name) AS name, format('%I.%I', table_schema, table_name) AS source,
         data_type AS type
       FROM information_schema.columns WHERE table_schema IN ('public', 'keystore') ORDER BY 1`,
    );
    expect(columns.length).toBeGreaterThan(100);
    const found: string[] = [];
    for (const { name, source, type } of columns) {
      const column = `"${name.split('.')[1] ?? ''}"`;
      const bytes = type === 'bytea' ? column : `convert_to(${column}::text, 'UTF8')`;
      const rows = await relay.database.query(
        `SELECT FROM ${source} WHERE position($1::bytea IN ${bytes}) > 0 LIMIT 1`,
        [needle],
      );
      if (rows.length > 0) found.push(name);
    }
    return found;
  };

  it('are found in no column of any table, and neither is who said them', async () => {
    const { userId } = await standIn.createUser({ displayName: `${MARK}-name` });
    const follow = await standIn.follow(SUICIDE_PREVENTION, userId);
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, `text ${MARK}`);
    const sticker = await standIn.sendMessage(SUICIDE_PREVENTION, userId, {
      type: 'sticker',
      packageId: '1',
      stickerId: '2',
      text: `sticker ${MARK}`,
      keywords: [MARK],
    });
    const file = await standIn.sendMessage(SUICIDE_PREVENTION, userId, {
      type: 'file',
      fileName: `${MARK}.pdf`,
    });
    const postback = await standIn.postback(SUICIDE_PREVENTION, userId, `data=${MARK}`);
    for (const { webhookEventId } of [follow, sticker, file, postback].slice(1))
      expect(await ticketOfEvent(relay, SUICIDE_PREVENTION, webhookEventId)).toBe(ticketId);
    await counselor.take(ticketId);
    await counselor.reply(ticketId, `reply ${MARK}`);
    await standIn.sendRaw(SUICIDE_PREVENTION, { body: `set aside ${MARK} ${userId}` });
    // The other account is closed: its caller gets an automatic text.
    const closedTicket = await write(standIn, relay, HUMAN_RIGHTS, userId, `other ${MARK}`);
    await eventually(
      async () => (await textsTo(standIn, SUICIDE_PREVENTION, userId)).includes(`reply ${MARK}`) || undefined,
      'the reply at LINE',
    );

    const said = [await counselor.talkRoom(ticketId), await supervisor.talkRoom(closedTicket)].flatMap(
      (room) => room.messages.map((message) => JSON.stringify(message.content)),
    );
    expect(said.filter((content) => content.includes(MARK))).toHaveLength(6);
    // The search finds what is there in the clear: the template, its versions and the trace of its change are, the text
    // that was made of it is not.
    expect(await columnsWith(Buffer.from('お受けできない時間'))).toEqual([
      'audit_entry.value_after',
      'text_template.body',
      'text_template_version.body',
    ]);
    expect(await columnsWith(Buffer.from(MARK))).toEqual([]);
    for (const identity of [userId, userId.slice(1), userId.slice(1).toUpperCase()])
      expect(await columnsWith(Buffer.from(identity))).toEqual([]);
    expect(await columnsWith(Buffer.from(userId.slice(1), 'hex'))).toEqual([]);
    const metrics = await (await fetch(`${relay.url}/metrics`)).text();
    expect(metrics).toContain('tomoshibi_caller_messages');
    expect(metrics).not.toContain(MARK);
    expect(metrics).not.toContain(userId);
  });

  it('that were changed or moved are shown as unreadable, and hold up nobody', async () => {
    const [one, two] = [await newCaller(standIn), await newCaller(standIn)];
    const damaged = await write(standIn, relay, SUICIDE_PREVENTION, one, '読めなくなる');
    const other = await write(standIn, relay, SUICIDE_PREVENTION, two, '隣の相談');
    const live = await supervisor.live(null, [damaged, other]);
    // Sealed bytes are bound to their row: those of another are as good as none.
    await relay.database.query(
      `UPDATE message SET content_sealed = (SELECT content_sealed FROM message WHERE ticket_id = $2 LIMIT 1)
       WHERE ticket_id = $1`,
      [damaged, other],
    );
    const garbled = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), 'もう一つ');
    await relay.database.query(`UPDATE message SET content_sealed = '\\x00ff' WHERE ticket_id = $1`, [
      garbled,
    ]);
    await relay.database.query(
      `INSERT INTO event (type, account_id, ticket_id, message_id, occurred_at)
       SELECT 'delivery.changed', $1, ticket_id, id, now() FROM message WHERE ticket_id = ANY($2)`,
      [SUICIDE_PREVENTION, [damaged, garbled]],
    );
    await write(standIn, relay, SUICIDE_PREVENTION, two, '続けて');
    await eventually(
      () => live.messages(other).find(({ content }) => 'text' in content && content.text === '続けて'),
      "the other caller's words on the screen",
    );
    await write(standIn, relay, SUICIDE_PREVENTION, one, '読めます');
    const { messages } = await supervisor.talkRoom(damaged);
    expect(messages.map((message) => message.content)).toEqual([
      { kind: 'labelled', label: 'unreadable', detail: null },
      { kind: 'text', text: '読めます' },
    ]);
    expect((await supervisor.talkRoom(garbled)).messages[0]?.content).toEqual(messages[0]?.content);
    live.close();
  });

  it('lie out of reach of the app for changing the tables, and events for changing at all', async () => {
    const app = new pg.Client({ connectionString: relay.database.appUrl });
    await app.connect();
    try {
      for (const sql of [
        'ALTER TABLE message ADD COLUMN words text',
        'DROP TABLE event',
        'TRUNCATE message CASCADE',
        'CREATE TABLE copy AS SELECT * FROM message',
        'CREATE SCHEMA mine',
        'DROP SCHEMA keystore CASCADE',
        `UPDATE event SET type = 'clock.changed'`,
        'DELETE FROM event',
        'DELETE FROM migration',
        `INSERT INTO migration (timestamp, name) VALUES (1, 'mine')`,
      ]) {
        const refused = app.query(sql);
        await expect(refused).rejects.toMatchObject({ code: '42501' });
      }
      expect((await app.query('SELECT FROM message')).rowCount).toBeGreaterThan(0);
    } finally {
      await app.end();
    }
  });

  it('are gone for good with their key: the rest goes on, and the caller is a stranger who is heard', async () => {
    const [erased, other] = [await newCaller(standIn), await newCaller(standIn)];
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, erased, '消してください');
    await counselor.take(ticketId);
    await counselor.reply(ticketId, 'わかりました');
    const own = (await supervisor.talkRoom(ticketId)).messages.length;
    const neighbour = await write(standIn, relay, SUICIDE_PREVENTION, other, '残ります');
    // A process that has used the key may hold it in memory; one that starts later never can.
    await relay.stop();
    await relay.database.query(
      `DELETE FROM keystore.data_key USING caller, ticket
       WHERE data_key.id = caller.key_id AND caller.id = ticket.caller_id AND ticket.id = $1`,
      [ticketId],
    );
    const after = await startRelay({ standIn, at: EVENING, beside: relay });
    try {
      await pointWebhooksAt(standIn, after.url);
      const [sato, tanaka] = [counselor.at(after.url), supervisor.at(after.url)];
      const { eventId } = await tanaka.desk();
      const live = await tanaka.live(eventId, [ticketId, neighbour]);
      const room = await tanaka.talkRoom(ticketId);
      expect(room.messages.map((message) => message.content)).toEqual(
        Array.from({ length: own }, () => ({
          kind: 'labelled',
          label: 'erased',
          detail: null,
        })),
      );
      expect((await tanaka.talkRoom(neighbour)).messages[0]?.content).toEqual({
        kind: 'text',
        text: '残ります',
      });
      const refused = await sato.reply(ticketId, 'まだいますか');
      expect(refused).toMatchObject({ status: 404, body: { error: { code: 'ticket_not_found' } } });
      expect((await sato.close(ticketId)).status).toBe(200);

      const sent = await standIn.sendText(SUICIDE_PREVENTION, erased, 'はじめまして', { wait: true });
      expect(sent.attempt?.status).toBe(200);
      const fresh = await ticketOfEvent(after, SUICIDE_PREVENTION, sent.webhookEventId);
      expect(fresh).not.toBe(ticketId);
      const { messages } = await tanaka.talkRoom(fresh);
      expect(messages[0]?.content).toEqual({ kind: 'text', text: 'はじめまして' });
      await eventually(async () => {
        const texts = await textsTo(standIn, SUICIDE_PREVENTION, erased);
        return texts.at(-1)?.includes('番目') === true || undefined;
      }, 'the text that tells them that somebody will come');
      await eventually(
        () => live.events.find((event) => event.type === 'ticket.changed' && event.ticket.id === fresh),
        'the new ticket on the screen',
      );
      live.close();
    } finally {
      await after.close();
    }
  });
});
