import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type DeliveryState } from '../../src/contract/message.js';
import { type ReplyView } from '../../src/contract/ticket.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient } from '../support/console-client.js';
import { Consultation } from '../support/consultation.js';
import { newCaller, textsTo, write } from '../support/conversation.js';
import { act, followsUp } from '../support/line.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const REPLY = 'また明日も、ここにいます';

describe('a reply that is given up only after its ticket was closed', () => {
  let standIn: StandIn;
  let relay: Relay;
  let counselor: ConsoleClient;
  let colleague: ConsoleClient;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
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

  /** LINE is in trouble when the reply is sent, and still is when the counselor closes. */
  const closedMeanwhile = async () => {
    const talk = await Consultation.begin(standIn, relay, counselor, SUICIDE_PREVENTION);
    const { id: trouble } = await standIn.addFault({
      endpoint: 'push',
      userId: talk.userId,
      kind: 'status',
      status: 500,
    });
    const messageId = await talk.reply(REPLY);
    await talk.becomes(messageId, { state: 'waiting', reason: 'line-unavailable' });
    expect((await counselor.close(talk.ticketId)).status).toBe(200);
    /** From now on LINE refuses it, once. */
    const refuse = async () => {
      await standIn.addFault({
        endpoint: 'push',
        userId: talk.userId,
        kind: 'status',
        status: 400,
        times: 1,
      });
      await standIn.clearFaults(trouble);
    };
    return { talk, messageId, refuse };
  };
  const room = (ticketId: string) => supervisor.talkRoom(ticketId);
  const settles = (ticketId: string, messageId: string, state: DeliveryState) =>
    eventually(
      async () =>
        (await room(ticketId)).messages.find(({ id }) => id === messageId)?.delivery?.state === state ||
        undefined,
      `the reply being ${state}`,
      20_000,
    );

  it('is on the follow-up list, from where somebody takes it, sends it again once, and closes', async () => {
    const { talk, messageId, refuse } = await closedMeanwhile();
    const live = await colleague.live((await colleague.desk()).eventId);
    await refuse();
    const listed = await followsUp(colleague, talk.ticketId, 'not-sent');
    expect(listed).toMatchObject({ state: 'follow-up', assignedTo: null, closedAt: null });
    await eventually(
      () =>
        live.events.some((event) => event.type === 'ticket.changed' && event.ticket.id === talk.ticketId) ||
        undefined,
      'the console hearing of it',
    );
    live.close();
    const resend = (mayArriveTwice = false) =>
      colleague.request<ReplyView>('POST', `/api/tickets/${talk.ticketId}/messages/${messageId}/resend`, {
        mayArriveTwice,
      });
    expect(await resend()).toMatchObject({ status: 409, body: { error: { code: 'ticket_not_taken' } } });
    expect((await colleague.take(talk.ticketId)).status).toBe(200);
    // LINE answered 500 before: nobody knows what became of that.
    expect(await resend()).toMatchObject({ status: 409, body: { error: { code: 'may_arrive_twice' } } });
    expect((await resend(true)).status).toBe(200);
    await settles(talk.ticketId, messageId, 'accepted');
    expect(await resend()).toMatchObject({ status: 409, body: { error: { code: 'nothing_to_resend' } } });
    expect(await textsTo(standIn, SUICIDE_PREVENTION, talk.userId)).toEqual([REPLY]);
    expect((await colleague.close(talk.ticketId)).body.state).toBe('closed');
    expect((await colleague.desk()).followUps.map(({ id }) => id)).not.toContain(talk.ticketId);
  });

  it('is there too when the caller has blocked the account, and may be closed again', async () => {
    const { talk, messageId } = await closedMeanwhile();
    await standIn.unfollow(SUICIDE_PREVENTION, talk.userId);
    await followsUp(counselor, talk.ticketId, 'not-sent');
    await settles(talk.ticketId, messageId, 'unreachable');
    expect((await act(counselor, talk.ticketId, 'follow-up/close')).body.state).toBe('closed');
    expect((await room(talk.ticketId)).ticket.followUp).toBeNull();
  });

  it('goes on in the same ticket when the caller writes before anybody took it', async () => {
    const { talk, refuse } = await closedMeanwhile();
    await refuse();
    await followsUp(counselor, talk.ticketId, 'not-sent');
    expect(await write(standIn, relay, SUICIDE_PREVENTION, talk.userId, '昨日はありがとうございました')).toBe(
      talk.ticketId,
    );
    await eventually(
      async () => (await room(talk.ticketId)).ticket.state === 'waiting' || undefined,
      'the ticket waiting',
    );
  });

  it('leaves an older ticket closed when the caller writes already, and says so where they are answered', async () => {
    const { talk, messageId, refuse } = await closedMeanwhile();
    const newer = await write(standIn, relay, SUICIDE_PREVENTION, talk.userId, 'まだ話したいです');
    expect(newer).not.toBe(talk.ticketId);
    await refuse();
    await settles(talk.ticketId, messageId, 'failed');
    const { ticket } = await room(talk.ticketId);
    expect(ticket.state).toBe('closed');
    const note = await eventually(
      async () => (await room(newer)).messages.find(({ direction }) => direction === 'note'),
      'the note',
    );
    expect(note).toMatchObject({
      author: null,
      content: { kind: 'labelled', label: 'reply-not-sent', detail: `No. ${ticket.number}` },
    });
  });

  it('ends in one of both, and loses nothing, when the caller writes at the same instant', async () => {
    const talks = await Promise.all(Array.from({ length: 6 }, () => closedMeanwhile()));
    await Promise.all(talks.map(({ refuse }) => refuse()));
    const written = await Promise.all(
      talks.map(async ({ talk }) => {
        await relay.database.query(
          `UPDATE delivery SET next_attempt_at = now() WHERE state = 'waiting'
             AND caller_id = (SELECT caller_id FROM ticket WHERE id = $1)`,
          [talk.ticketId],
        );
        return write(standIn, relay, SUICIDE_PREVENTION, talk.userId, 'やっぱり、もう少し');
      }),
    );
    for (const [index, { talk, messageId }] of talks.entries()) {
      const ticketId = written[index] ?? '';
      await settles(talk.ticketId, messageId, 'failed');
      const goesOn = ticketId === talk.ticketId;
      expect((await room(talk.ticketId)).ticket.state).toBe(goesOn ? 'waiting' : 'closed');
      const { messages } = await room(ticketId);
      expect(messages.filter(({ direction }) => direction === 'note')).toHaveLength(goesOn ? 0 : 1);
    }
    const aside = await relay.database.query(`SELECT FROM inbound_event WHERE state <> 'projected'`);
    expect(aside).toEqual([]);
  });

  it('is no matter for a follow-up when it was an automatic text', async () => {
    const userId = await newCaller(standIn);
    const fault = (endpoint: 'push' | 'reply', status: number) =>
      standIn.addFault({ endpoint, userId, kind: 'status', status });
    const troubles = [await fault('push', 500), await fault('reply', 500)];
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, '聞いてください');
    const text = await eventually(
      async () => (await room(ticketId)).messages.find(({ direction }) => direction === 'automatic'),
      'the waiting text',
    );
    await counselor.take(ticketId);
    await counselor.close(ticketId);
    await fault('push', 400);
    await fault('reply', 400);
    for (const { id } of troubles) await standIn.clearFaults(id);
    await settles(ticketId, text.id, 'failed');
    expect((await room(ticketId)).ticket.state).toBe('closed');
  });
});
