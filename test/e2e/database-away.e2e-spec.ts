import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { RelayProcess } from '../support/relay-process.js';
import { HUMAN_RIGHTS, startStandIn } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';
import { newUserId, postEvents, textEvent } from '../support/webhook.js';

jest.setTimeout(90_000);

describe('connections to PostgreSQL that are cut', () => {
  let standIn: StandIn;
  let relay: RelayProcess;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await RelayProcess.create(standIn.url);
    await relay.start();
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  it('neither end the server nor lose what it has answered 200 to', async () => {
    const accepted: string[] = [];
    const sato = await ConsoleClient.signedIn(relay.url, 'sato');
    for (let round = 0; round < 15; round += 1) {
      const cut = relay.database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND usename <> current_user`,
      );
      const events = Array.from({ length: 8 }, () => textEvent(newUserId(), '聞こえますか'));
      const statuses = await Promise.all(events.map((event) => postEvents(relay.url, HUMAN_RIGHTS, [event])));
      const [, desk] = await Promise.all([cut, sato.request('GET', '/api/desk')]);
      // Never `internal`: whoever asks again soon gets an answer.
      expect([200, 503]).toContain(desk.status);
      events.forEach((event, index) => {
        if (statuses[index] === 200) accepted.push(event.webhookEventId);
      });
    }
    await eventually(
      async () => (await fetch(`${relay.url}/readyz`)).status === 200 || undefined,
      'readiness',
    );
    expect(await postEvents(relay.url, HUMAN_RIGHTS, [textEvent(newUserId(), 'もう一度')])).toBe(200);
    await eventually(
      async () => {
        const rows = await relay.database.query(`SELECT FROM inbound_event WHERE state <> 'projected'`);
        return rows.length === 0 || undefined;
      },
      'an empty backlog',
      20_000,
    );
    expect(accepted.length).toBeGreaterThan(0);
    const messages = await relay.database.query<{ source: string }>(
      'SELECT source FROM message WHERE source IS NOT NULL',
    );
    const sources = new Set(messages.map((message) => message.source));
    expect(accepted.filter((id) => !sources.has(`line:${HUMAN_RIGHTS}:${id}`))).toEqual([]);
  });
});
