import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ErrorBody } from '../../src/contract/error.js';
import { type ReplyView } from '../../src/contract/ticket.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient } from '../support/console-client.js';
import { Consultation } from '../support/consultation.js';
import { textsTo } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

describe('sending again what LINE did not take (chatwoot#12333)', () => {
  let standIn: StandIn;
  let relay: Relay;
  let counselor: ConsoleClient;
  let colleague: ConsoleClient;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING, env: { LINE_TIMEOUT_MS: '1000' } });
    const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
    counselor = await addStaff(relay, { login: 'yamada', memberships });
    colleague = await addStaff(relay, { login: 'hayashi', memberships });
    supervisor = await addStaff(relay, {
      login: 'kato',
      memberships: { [SUICIDE_PREVENTION]: 'supervisor' },
    });
  });
  afterEach(() => standIn.clearFaults());
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });
  const consult = () => Consultation.begin(standIn, relay, counselor, SUICIDE_PREVENTION);
  const resend = (
    by: ConsoleClient,
    talk: Consultation,
    messageId: string,
    mayArriveTwice = false,
  ): Promise<{ status: number; body: ReplyView & ErrorBody }> =>
    by.request('POST', `/api/tickets/${talk.ticketId}/messages/${messageId}/resend`, { mayArriveTwice });
  const refused = async (talk: Consultation, text = '一度目は届きません') => {
    await standIn.addFault({ endpoint: 'push', userId: talk.userId, kind: 'status', status: 400, times: 1 });
    const messageId = await talk.reply(text);
    await talk.becomes(messageId, { state: 'failed', reason: 'refused' });
    return messageId;
  };
  const keys = async (talk: Consultation) =>
    (await standIn.apiCalls({ endpoint: 'push', userId: talk.userId })).map((call) => call.retryKey);

  it('takes one click: a new delivery with a key of its own, in the place of the old one', async () => {
    const talk = await consult();
    const messageId = await refused(talk);
    const live = await counselor.live((await counselor.desk()).eventId, [talk.ticketId]);
    const answer = await resend(counselor, talk, messageId);
    expect(answer.status).toBe(200);
    expect(answer.body.messages).toMatchObject([
      { id: messageId, delivery: { state: 'waiting', answer: null } },
    ]);
    await talk.becomes(messageId, { state: 'accepted', attempts: 1, reason: null, answer: null });
    expect(await textsTo(standIn, SUICIDE_PREVENTION, talk.userId)).toEqual(['一度目は届きません']);
    expect(new Set(await keys(talk)).size).toBe(2);
    await eventually(
      () => live.messages(talk.ticketId).some(({ delivery }) => delivery?.state === 'accepted') || undefined,
      'the console seeing it',
    );
    live.close();
    const [row] = await relay.database.query<{ resends: number }>(
      `SELECT count(*)::int AS resends FROM delivery JOIN delivery AS old ON old.id = delivery.resend_of
       WHERE old.state = 'failed' AND delivery.caller_id = (SELECT caller_id FROM ticket WHERE id = $1)`,
      [talk.ticketId],
    );
    expect(row?.resends).toBe(1);
  });

  it('sends all bubbles of it, in their order, as they were', async () => {
    const talk = await consult();
    await standIn.addFault({ endpoint: 'push', userId: talk.userId, kind: 'status', status: 400, times: 1 });
    const said = await counselor.say(talk.ticketId, {
      bubbles: [
        { kind: 'text', text: '一つ目' },
        { kind: 'text', text: '二つ目' },
      ],
      quickReplies: ['はい'],
    });
    const [first = '', second = ''] = said.body.messages.map(({ id }) => id);
    await talk.becomes(second, { state: 'failed' });
    const answer = await resend(counselor, talk, second);
    expect(answer.body.messages.map(({ id }) => id)).toEqual([first, second]);
    await talk.becomes(first, { state: 'accepted' });
    await talk.becomes(second, { state: 'accepted' });
    const sent = await standIn.deliveries({ userId: talk.userId });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body.messages).toMatchObject([
      { text: '一つ目' },
      { text: '二つ目', quickReply: { items: [{ action: { text: 'はい' } }] } },
    ]);
  });

  it('clicked twice at once makes one', async () => {
    const talk = await consult();
    const messageId = await refused(talk);
    const answers = await Promise.all([
      resend(counselor, talk, messageId),
      resend(counselor, talk, messageId),
      resend(counselor, talk, messageId),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
    expect(answers.flatMap(({ body }) => ('error' in body ? body.error.code : []))).toEqual([
      'nothing_to_resend',
      'nothing_to_resend',
    ]);
    await talk.becomes(messageId, { state: 'accepted' });
    expect(await textsTo(standIn, SUICIDE_PREVENTION, talk.userId)).toHaveLength(1);
  });

  it('asks first when it may arrive twice', async () => {
    const talk = await consult();
    await standIn.addFault({
      endpoint: 'push',
      userId: talk.userId,
      kind: 'timeout',
      accept: true,
      times: 1,
    });
    const messageId = await talk.reply('届いているかもしれません');
    await talk.becomes(messageId, { state: 'waiting', reason: 'line-timeout' });
    await relay.database.query(
      `UPDATE delivery SET first_attempt_at = now() - interval '24 hours', next_attempt_at = now() + interval '1 second'
       FROM message WHERE delivery_id = delivery.id AND message.id = $1 AND delivery.state = 'waiting'`,
      [messageId],
    );
    await talk.becomes(messageId, { state: 'failed', reason: 'expired', mayHaveArrived: true });
    const asked = await resend(counselor, talk, messageId);
    expect(asked).toMatchObject({ status: 409, body: { error: { code: 'may_arrive_twice' } } });
    expect((await resend(counselor, talk, messageId, true)).status).toBe(200);
    await talk.becomes(messageId, { state: 'accepted' });
  });

  it('is refused, and changes nothing, where there is nothing to send again', async () => {
    const talk = await consult();
    const fine = await talk.reply('届きました');
    await talk.becomes(fine, { state: 'accepted' });
    const inbound = (await counselor.talkRoom(talk.ticketId)).messages.find(
      ({ direction }) => direction === 'inbound',
    );
    for (const messageId of [fine, inbound?.id ?? '']) {
      expect(await resend(counselor, talk, messageId)).toMatchObject({
        status: 409,
        body: { error: { code: 'nothing_to_resend' } },
      });
    }
    const other = await consult();
    expect(await resend(counselor, other, fine)).toMatchObject({
      status: 404,
      body: { error: { code: 'message_not_found' } },
    });
    expect(await textsTo(standIn, SUICIDE_PREVENTION, talk.userId)).toEqual(['届きました']);
  });

  it("is the ticket's counselor's alone, and over when the ticket is closed", async () => {
    const talk = await consult();
    const messageId = await refused(talk);
    for (const somebody of [colleague, supervisor]) {
      expect(await resend(somebody, talk, messageId)).toMatchObject({
        status: 409,
        body: { error: { code: 'ticket_taken' } },
      });
    }
    await counselor.close(talk.ticketId);
    expect(await resend(counselor, talk, messageId)).toMatchObject({
      status: 409,
      body: { error: { code: 'ticket_closed' } },
    });
    expect(await textsTo(standIn, SUICIDE_PREVENTION, talk.userId)).toEqual([]);
  });

  it('is refused before sending while the caller blocks the account', async () => {
    const talk = await consult();
    const messageId = await refused(talk);
    await standIn.unfollow(SUICIDE_PREVENTION, talk.userId);
    await eventually(
      async () => (await counselor.talkRoom(talk.ticketId)).ticket.callerReachable === false || undefined,
      'the caller being unreachable',
    );
    expect(await resend(counselor, talk, messageId)).toMatchObject({
      status: 409,
      body: { error: { code: 'caller_unreachable' } },
    });
  });
});
