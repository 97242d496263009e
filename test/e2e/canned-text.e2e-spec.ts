import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ErrorBody } from '../../src/contract/error.js';
import { type CannedTextsView } from '../../src/contract/canned-text.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, write } from '../support/conversation.js';
import { EVENING, moveClock, NIGHT, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

describe('canned texts', () => {
  let standIn: StandIn;
  let relay: Relay;
  let ticketId: string;
  let sato: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    ticketId = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), 'こんばんは');
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    await sato.take(ticketId);
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const read = (client: ConsoleClient, id = ticketId) =>
    client.request<CannedTextsView & ErrorBody>('GET', `/api/tickets/${id}/canned-texts`);
  const textOf = async (shortcut: string): Promise<string | undefined> =>
    (await read(sato)).body.items.find((item) => item.shortcut === shortcut)?.text;

  it('come in the order of the file, with every variable filled in', async () => {
    const { status, body } = await read(sato);
    expect(status).toBe(200);
    expect(body.items.map(({ shortcut }) => shortcut).slice(0, 3)).toEqual(['はじめ', 'うけとめ', '安全']);
    expect(body.items.filter(({ text }) => /\{\w+\}/.test(text))).toEqual([]);
    expect(await textOf('はじめ')).toContain('こころの相談（サンプル）');
    expect(await textOf('電話')).toContain('よりそいホットライン 0120-279-338（24時間・無料）');
  });

  it('say the hours as they are at that instant', async () => {
    expect(await textOf('時間')).toContain('11月26日（木）17:00');
    await moveClock(relay, new Date(NIGHT.getTime() + 24 * 60 * 60 * 1000));
    try {
      expect(await textOf('時間')).toContain('11月27日（金）17:00');
    } finally {
      await moveClock(relay, EVENING);
    }
  });

  it('are for those who may read the ticket alone', async () => {
    const tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    const suzuki = await ConsoleClient.signedIn(relay.url, 'suzuki');
    const admin = await ConsoleClient.signedIn(relay.url, 'admin');
    expect((await read(tanaka)).status).toBe(200);
    expect((await read(suzuki)).body.error.code).toBe('not_permitted');
    expect((await read(admin)).body.error.code).toBe('not_permitted');
    expect((await read(sato, '00000000-0000-4000-8000-000000000000')).body.error.code).toBe(
      'ticket_not_found',
    );
    expect((await read(sato, 'x')).status).toBe(400);
  });
});
