import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ErrorBody } from '../../src/contract/error.js';
import { type MessageView } from '../../src/contract/message.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { Consultation } from '../support/consultation.js';
import { textsTo } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

describe('a note', () => {
  let standIn: StandIn;
  let relay: Relay;
  let sato: ConsoleClient;
  let suzuki: ConsoleClient;
  let tanaka: ConsoleClient;
  let talk: Consultation;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    suzuki = await ConsoleClient.signedIn(relay.url, 'suzuki');
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    talk = await Consultation.begin(standIn, relay, sato, SUICIDE_PREVENTION);
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const note = (client: ConsoleClient, text: string, clientId: string = randomUUID()) =>
    client.request<MessageView & ErrorBody>('POST', `/api/tickets/${talk.ticketId}/notes`, {
      clientId,
      text,
    });

  it('stands in the talk in its time and among the notes, and reaches live screens', async () => {
    const live = await tanaka.live(null, [talk.ticketId]);
    const { status, body } = await note(sato, '弟さんの話が出ると黙る');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      direction: 'note',
      content: { kind: 'text', text: '弟さんの話が出ると黙る' },
      author: { displayName: '佐藤' },
      delivery: null,
      quotable: false,
    });
    await eventually(
      () => live.messages(talk.ticketId).find(({ id }) => id === body.id),
      'the note on the supervisor’s screen',
    );
    await talk.reply('聞いています');
    const { messages, notes } = await sato.talkRoom(talk.ticketId);
    expect(notes).toEqual([body]);
    expect(messages.slice(-2).map(({ direction }) => direction)).toEqual(['note', 'outbound']);
    live.close();
  });

  it('never leaves: no delivery, no text to LINE, and the caller still waits for an answer', async () => {
    const { webhookEventId } = await standIn.sendText(SUICIDE_PREVENTION, talk.userId, 'まだいますか');
    await eventually(
      async () => (await sato.talkRoom(talk.ticketId)).ticket.unansweredSince ?? undefined,
      `the message ${webhookEventId} waiting for an answer`,
    );
    const deliveries = async () =>
      (await relay.database.query<{ count: number }>('SELECT count(*)::int AS count FROM delivery'))[0]
        ?.count;
    const before = await deliveries();
    await note(sato, 'お母さまには言っていない');
    expect(await deliveries()).toBe(before);
    expect((await sato.talkRoom(talk.ticketId)).ticket.unansweredSince).not.toBeNull();
    await talk.reply('はい、います');
    await eventually(
      async () =>
        (await textsTo(standIn, SUICIDE_PREVENTION, talk.userId)).includes('はい、います') || undefined,
      'the reply after it at LINE',
    );
    const texts = await textsTo(standIn, SUICIDE_PREVENTION, talk.userId);
    expect(texts.join()).not.toContain('お母さま');
  });

  it('is written once however often it is asked for', async () => {
    const clientId = randomUUID();
    const [first, second] = [await note(sato, '一度だけ', clientId), await note(sato, '一度だけ', clientId)];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
    expect((await note(sato, '別のこと', clientId)).body.error.code).toBe('client_id_reused');
    expect((await sato.reply(talk.ticketId, '一度だけ', clientId)).body.error.code).toBe('client_id_reused');
    const { notes } = await sato.talkRoom(talk.ticketId);
    expect(notes.filter(({ clientId: id }) => id === clientId)).toHaveLength(1);
  });

  it('is sealed in the database', async () => {
    await note(sato, '封をしたことば');
    const rows = await relay.database.query<{ sealed: Buffer }>(
      `SELECT content_sealed AS sealed FROM message WHERE direction = 'note'`,
    );
    for (const { sealed } of rows) expect(sealed.toString('utf8')).not.toContain('封をした');
  });

  it('is written by the counselor and by supervisors, also after the end, and by nobody else', async () => {
    expect((await note(suzuki, '横から')).status).toBe(403);
    expect((await note(tanaka, '少し休んでください')).status).toBe(201);
    expect((await note(sato, ' 　\n')).body.error).toMatchObject({ code: 'invalid_field', field: 'text' });
    expect((await note(sato, 'あ'.repeat(5001))).body.error.code).toBe('text_too_long');
    await sato.close(talk.ticketId);
    expect((await note(sato, '記録：次回は水曜')).status).toBe(201);
    expect((await note(tanaka, '確認しました')).status).toBe(201);
  });
});
