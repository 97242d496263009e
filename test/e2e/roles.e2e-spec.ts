import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

describe('a process for each role', () => {
  let standIn: StandIn;
  let intake: Relay;
  let console: Relay;
  let sender: Relay;

  beforeAll(async () => {
    standIn = await startStandIn();
    intake = await startRelay({ standIn, env: { ROLES: 'intake' } });
    console = await startRelay({ standIn, beside: intake, env: { ROLES: 'console' } });
    sender = await startRelay({ standIn, beside: intake, env: { ROLES: 'delivery,timers' } });
  });
  afterAll(async () => {
    await sender.close();
    await console.close();
    await intake.close();
    await standIn.close();
  });

  it('carries words through all of them by the database alone', async () => {
    const { userId } = await standIn.createUser({ displayName: '花子' });
    const sato = await ConsoleClient.signedIn(console.url, 'sato');
    const live = await sato.live();
    await standIn.sendText(SUICIDE_PREVENTION, userId, 'こんばんは');
    const ticket = await eventually(
      () => live.events.flatMap((event) => (event.type === 'ticket.changed' ? [event.ticket] : [])).at(0),
      'the ticket on the screen',
    );
    await sato.take(ticket.id);
    await sato.reply(ticket.id, 'こんばんは、佐藤です');
    await eventually(
      () => live.messages(ticket.id).find((message) => message.delivery?.state === 'accepted'),
      'accepted',
    );
    live.close();
  });

  it('leaves out what a process is not for', async () => {
    expect((await fetch(`${intake.url}/api/desk`)).status).toBe(404);
    expect(
      (await fetch(`${console.url}/line/webhook/${SUICIDE_PREVENTION}`, { method: 'POST', body: '{}' }))
        .status,
    ).toBe(404);
    for (const relay of [intake, console, sender])
      expect((await fetch(`${relay.url}/readyz`)).status).toBe(200);
  });
});
