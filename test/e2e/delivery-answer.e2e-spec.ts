import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient } from '../support/console-client.js';
import { Consultation } from '../support/consultation.js';
import { textsTo } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

describe('what LINE said of a reply', () => {
  let standIn: StandIn;
  let relay: Relay;
  let counselor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING, env: { LINE_TIMEOUT_MS: '1000' } });
    counselor = await addStaff(relay, {
      login: 'yamada',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
  });
  afterEach(() => standIn.clearFaults());
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });
  const consult = () => Consultation.begin(standIn, relay, counselor, SUICIDE_PREVENTION);
  const rowOf = async (messageId: string) => {
    const [row] = await relay.database.query<{
      id: string;
      answer_sealed: Buffer | null;
      uncertain: boolean;
    }>(
      `SELECT delivery.id, answer_sealed, uncertain FROM delivery JOIN message ON delivery_id = delivery.id
       WHERE message.id = $1`,
      [messageId],
    );
    if (row === undefined) throw new Error('there is no such delivery');
    return row;
  };

  it("stands beside it in LINE's own words, and nowhere in the clear (chatwoot#3920)", async () => {
    const talk = await consult();
    const message = 'The property, to, is invalid: 秘密の言葉';
    await standIn.addFault({ endpoint: 'push', userId: talk.userId, kind: 'status', status: 400, message });
    const messageId = await talk.reply('断られます');
    const delivery = await talk.becomes(messageId, { state: 'failed', reason: 'refused' });
    expect(delivery).toMatchObject({ answer: { status: 400, message }, mayHaveArrived: false });
    const { answer_sealed: sealed } = await rowOf(messageId);
    expect(sealed?.includes('秘密')).toBe(false);
  });

  it('is cut where it would fill the screen', async () => {
    const talk = await consult();
    const message = 'あ'.repeat(3000);
    await standIn.addFault({ endpoint: 'push', userId: talk.userId, kind: 'status', status: 403, message });
    const delivery = await talk.becomes(await talk.reply('断られます'), { state: 'failed' });
    expect(delivery.answer?.status).toBe(403);
    expect(delivery.answer?.message).toHaveLength(500);
    expect(delivery.answer?.message.endsWith('…')).toBe(true);
  });

  it.each([
    { kind: 'status' as const, status: 500 },
    { kind: 'timeout' as const },
    { kind: 'reset' as const },
  ])('may have arrived, when it was $kind $status once and refused afterwards', async (fault) => {
    const talk = await consult();
    const { userId } = talk;
    await standIn.addFault({ endpoint: 'push', userId, ...fault, times: 1 });
    await standIn.addFault({ endpoint: 'push', userId, kind: 'status', status: 400, times: 1 });
    const messageId = await talk.reply('届いたかもしれません');
    const delivery = await talk.becomes(messageId, { state: 'failed', reason: 'refused', attempts: 2 });
    expect(delivery.mayHaveArrived).toBe(true);
  });

  it('may not have arrived, when LINE only said that we are too fast', async () => {
    const talk = await consult();
    const { userId } = talk;
    await standIn.addFault({ endpoint: 'push', userId, kind: 'status', status: 429, times: 1 });
    await standIn.addFault({ endpoint: 'push', userId, kind: 'status', status: 400, times: 1 });
    const messageId = await talk.reply('届いていません');
    const delivery = await talk.becomes(messageId, { state: 'failed', reason: 'refused', attempts: 2 });
    expect(delivery.mayHaveArrived).toBe(false);
  });

  it('is gone when it is accepted in the end, and certain', async () => {
    const talk = await consult();
    await standIn.addFault({
      endpoint: 'push',
      userId: talk.userId,
      kind: 'timeout',
      accept: true,
      times: 1,
    });
    const delivery = await talk.becomes(await talk.reply('届きます'), { state: 'accepted' });
    expect(delivery).toMatchObject({ answer: null, reason: null, mayHaveArrived: false });
    expect(await textsTo(standIn, SUICIDE_PREVENTION, talk.userId)).toEqual(['届きます']);
  });

  it('names our own bubbles, so that callers and counselors can quote them', async () => {
    const talk = await consult();
    const answer = await counselor.say(talk.ticketId, {
      bubbles: [
        { kind: 'text', text: '一つ目' },
        { kind: 'text', text: '二つ目' },
      ],
    });
    const ids = answer.body.messages.map((message) => message.id);
    for (const id of ids) await talk.becomes(id, { state: 'accepted' });
    const [sent] = await standIn.deliveries({ userId: talk.userId });
    const rows = await relay.database.query<{ external_id: string }>(
      'SELECT external_id FROM message WHERE id = ANY($1) ORDER BY position',
      [ids],
    );
    expect(rows.map((row) => row.external_id)).toEqual(sent?.messageIds);
    expect((await talk.message(ids[1] ?? '')).quotable).toBe(true);
    const quoting = await counselor.say(talk.ticketId, {
      bubbles: [{ kind: 'text', text: 'さきほどの件です', quotes: ids[1] ?? '' }],
    });
    expect(quoting.status).toBe(201);
    const quotingId = quoting.body.messages[0]?.id ?? '';
    // LINE takes only a token that it gave for this very talk.
    await talk.becomes(quotingId, { state: 'accepted' });
    expect((await talk.message(quotingId)).quote).toMatchObject({
      messageId: ids[1],
      direction: 'outbound',
      content: { kind: 'text', text: '二つ目' },
    });
  });

  it('is that there is nothing to send, at once, when what is stored was damaged; the next one goes', async () => {
    const talk = await consult();
    await standIn.addFault({ endpoint: 'push', userId: talk.userId, kind: 'status', status: 500 });
    const damaged = await talk.reply('壊れます');
    const next = await talk.reply('こちらは届きます');
    await talk.becomes(damaged, { state: 'waiting', reason: 'line-unavailable' });
    await relay.database.query(
      `UPDATE delivery SET request_sealed = set_byte(request_sealed, length(request_sealed) - 1,
         get_byte(request_sealed, length(request_sealed) - 1) # 1) WHERE id = $1`,
      [(await rowOf(damaged)).id],
    );
    await standIn.clearFaults();
    await talk.becomes(damaged, { state: 'failed', reason: 'nothing-to-send' });
    await talk.becomes(next, { state: 'accepted' });
    expect(await textsTo(standIn, SUICIDE_PREVENTION, talk.userId)).toEqual(['こちらは届きます']);
  });

  it('counts as unknown when the process died with it', async () => {
    const talk = await consult();
    await standIn.addFault({ endpoint: 'push', userId: talk.userId, kind: 'status', status: 503 });
    const messageId = await talk.reply('引き継がれます');
    // As a process leaves it that was killed between the lease and the outcome.
    const { id } = await rowOf(messageId);
    await eventually(async () => {
      const [row] = await relay.database.query(
        `UPDATE delivery SET leased_until = now() - interval '1 second', uncertain = false, next_attempt_at = now()
         WHERE id = $1 AND leased_until IS NULL RETURNING id`,
        [id],
      );
      return row;
    }, 'the lease of a dead process');
    await standIn.clearFaults();
    await standIn.addFault({ endpoint: 'push', userId: talk.userId, kind: 'status', status: 400 });
    const delivery = await talk.becomes(messageId, { state: 'failed', reason: 'refused' });
    expect(delivery.mayHaveArrived).toBe(true);
  });
});
