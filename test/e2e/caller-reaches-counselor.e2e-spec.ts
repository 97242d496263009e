import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

describe('a caller reaches a counselor', () => {
  let standIn: StandIn;
  let relay: Relay;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn });
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const newCaller = async () => (await standIn.createUser({ displayName: '花子' })).userId;
  const deliveriesTo = async (userId: string) => standIn.deliveries({ channel: SUICIDE_PREVENTION, userId });

  it('carries words both ways, with every step on the screen and nothing reloaded', async () => {
    const userId = await newCaller();
    const sato = await ConsoleClient.signedIn(relay.url, 'sato');
    const live = await sato.live();
    await standIn.sendText(SUICIDE_PREVENTION, userId, '眠れません 𠮷🅰\\/');
    const ticket = await eventually(
      () => live.events.flatMap((event) => (event.type === 'ticket.changed' ? [event.ticket] : [])).at(0),
      'the ticket on the screen',
    );
    expect(ticket).toMatchObject({ state: 'waiting', inboundCount: 1, carriedOver: false, assignedTo: null });
    // The line shows no words: they come with the ticket.
    expect(live.messages(ticket.id)).toEqual([]);

    expect((await sato.take(ticket.id)).status).toBe(200);
    const room = await sato.talkRoom(ticket.id);
    expect(room.messages[0]).toMatchObject({
      direction: 'inbound',
      content: { kind: 'text', text: '眠れません 𠮷🅰\\/' },
    });

    expect((await sato.reply(ticket.id, 'こんばんは。')).status).toBe(201);
    await eventually(
      () => live.messages(ticket.id).find((message) => message.delivery?.state === 'accepted'),
      'accepted',
    );
    const texts = (await deliveriesTo(userId)).flatMap((delivery) =>
      delivery.body.messages.map((message) => message.text),
    );
    expect(texts).toContain('こんばんは。');

    await standIn.sendText(SUICIDE_PREVENTION, userId, 'ありがとう');
    await eventually(
      () =>
        live
          .messages(ticket.id)
          .find((message) => message.content.kind === 'text' && message.content.text === 'ありがとう'),
      'the second message on the screen',
    );
    expect((await sato.close(ticket.id)).body).toMatchObject({ state: 'closed' });
    const ids = live.events.map((event) => event.id);
    expect(ids).toEqual([...new Set(ids)].toSorted((one, other) => one - other));
    live.close();
  });

  it('sends the waiting text once, within ten seconds, with the place in line', async () => {
    const userId = await newCaller();
    const began = Date.now();
    for (const text of ['あの', '聞いてほしいことが', 'あって'])
      await standIn.sendText(SUICIDE_PREVENTION, userId, text);
    const [delivery] = await eventually(async () => {
      const found = await deliveriesTo(userId);
      return found.length > 0 ? found : undefined;
    }, 'the waiting text');
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(delivery?.body.messages[0]?.text).toContain('番目');
    await standIn.sendText(SUICIDE_PREVENTION, userId, 'まだいます');
    const sato = await ConsoleClient.signedIn(relay.url, 'sato');
    const ticket = await eventually(
      async () => (await sato.desk()).waiting.find((candidate) => candidate.inboundCount === 4),
      'the fourth message',
    );
    // The second timer, if there were one to send, has fired when none is left.
    await eventually(
      async () =>
        (await relay.database.query(`SELECT FROM timer WHERE subject = $1`, [ticket.id])).length === 0 ||
        undefined,
      'the timer to fire',
    );
    expect(await deliveriesTo(userId)).toHaveLength(1);
  });

  it('takes a repeated reply once', async () => {
    const userId = await newCaller();
    await standIn.sendText(SUICIDE_PREVENTION, userId, 'もしもし');
    const sato = await ConsoleClient.signedIn(relay.url, 'sato');
    const ticket = await eventually(
      async () => (await sato.desk()).waiting.findLast((candidate) => candidate.inboundCount === 1),
      'the ticket',
    );
    await sato.take(ticket.id);
    const clientId = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => sato.reply(ticket.id, 'はい、聞いています', clientId)),
    );
    expect(answers.map((answer) => answer.status).toSorted((one, other) => one - other)).toEqual([
      200, 200, 200, 200, 201,
    ]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect((await sato.reply(ticket.id, '別の文', clientId)).body.error.code).toBe('client_id_reused');
    await eventually(async () => {
      const sent = (await deliveriesTo(userId)).filter(
        (delivery) => delivery.body.messages[0]?.text === 'はい、聞いています',
      );
      return sent.length === 1 || undefined;
    }, 'one delivery');
  });
});
