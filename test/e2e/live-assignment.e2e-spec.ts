import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TransferRequestTarget } from '../../src/contract/assignment.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { type Watched, watch } from '../support/console-state.js';
import { newCaller, write } from '../support/conversation.js';
import { provisionWith } from '../support/provision.js';
import { BOTH_OPEN, type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

describe('what a console knows of offers and handovers', () => {
  let standIn: StandIn;
  let relay: Relay;
  let folder: string;
  let sato: ConsoleClient;
  let suzuki: ConsoleClient;
  let tanaka: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-live-assignment-'));
    const file = await provisionWith(folder, {
      [SUICIDE_PREVENTION]: { assignment: { mode: 'offer', offerSeconds: 600 } },
    });
    relay = await startRelay({ standIn, at: BOTH_OPEN, env: { PROVISION_FILE: file } });
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    suzuki = await ConsoleClient.signedIn(relay.url, 'suzuki');
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
    await rm(folder, { recursive: true, force: true });
  });

  const post = async (client: ConsoleClient, address: string, body: object = {}) => {
    const { status } = await client.request('POST', address, body);
    expect(status).toBe(200);
  };
  const asks = (client: ConsoleClient, ticketId: string, to: TransferRequestTarget) =>
    post(client, `/api/tickets/${ticketId}/transfer`, { to, note: '落ち着いて話せています' });
  const offeredTo = (client: ConsoleClient, name: string) =>
    eventually(
      async () => (await client.desk()).waiting.find(({ offer }) => offer?.to.displayName === name)?.id,
      `something offered to ${name}`,
    );

  it('is what it fetched and what it heard since, through offers, breaks and handovers', async () => {
    const watched = await Promise.all([watch(sato, false), watch(suzuki, false), watch(tanaka, true)]);
    const [, bySuzuki, byTanaka] = watched;
    const idOfSuzuki = bySuzuki.owner.staffId;

    // One is offered, declined and taken by the other; one stays offered.
    await post(tanaka, '/api/presence', { presence: 'busy' });
    await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), 'こんばんは');
    const [first] = await Promise.race([
      offeredTo(tanaka, '佐藤').then((id) => [id, sato] as const),
      offeredTo(tanaka, '鈴木').then((id) => [id, suzuki] as const),
    ]).then(async ([id, asked]) => {
      await post(asked, `/api/tickets/${id}/offer/decline`);
      const next = asked === sato ? suzuki : sato;
      await offeredTo(tanaka, asked === sato ? '鈴木' : '佐藤');
      await post(next, `/api/tickets/${id}/offer/accept`);
      return [id, next] as const;
    });
    await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), 'もうひとり');
    await eventually(
      async () => (await tanaka.desk()).waiting.some(({ offer }) => offer !== null) || undefined,
      'a standing offer',
    );
    await same(watched);

    // Handed over in every way: to a person who declines, to a profession and withdrawn, to another account and taken.
    const rights = await write(standIn, relay, HUMAN_RIGHTS, await newCaller(standIn), '相談です');
    expect((await sato.take(rights)).status).toBe(200);
    await asks(sato, rights, { kind: 'account', accountId: SUICIDE_PREVENTION });
    await same(watched);
    expect((await suzuki.desk()).incoming.map(({ id }) => id)).toContain(rights);
    await post(suzuki, `/api/tickets/${rights}/transfer/decline`, { reason: 'いまは難しいです' });
    await same(watched);
    expect((await sato.desk()).mine.find(({ id }) => id === rights)?.transfer?.state).toBe('declined');
    await post(sato, `/api/tickets/${rights}/transfer/dismiss`);
    await asks(sato, rights, { kind: 'account', accountId: SUICIDE_PREVENTION });
    await post(sato, `/api/tickets/${rights}/transfer/withdraw`);
    await same(watched);
    expect((await suzuki.desk()).incoming).toEqual([]);
    await asks(sato, rights, { kind: 'account', accountId: SUICIDE_PREVENTION });
    await post(suzuki, `/api/tickets/${rights}/transfer/accept`);
    await same(watched);
    expect((await suzuki.desk()).mine.map(({ id }) => id)).toContain(rights);
    // Back in its own line, it is none of 鈴木's any more.
    await post(suzuki, `/api/tickets/${rights}/return`, { note: '人権の担当へ' });
    await same(watched);
    expect((await suzuki.desk()).waiting.map(({ id }) => id)).not.toContain(rights);

    await post(suzuki, '/api/presence', { presence: 'break' });
    await same(watched);
    expect((await suzuki.desk()).me).toMatchObject({ staffId: idOfSuzuki, presence: 'break' });
    expect(byTanaka.live.events.map(({ type }) => type)).toContain('account.changed');
    expect(first).toBeDefined();
    for (const { live } of watched) live.close();
  });
});

/** Each of them knows by its events what the server says when it is asked afresh. */
async function same(watched: readonly Watched[]): Promise<void> {
  for (const each of watched) {
    await eventually(async () => {
      // Which event is the newest and what time it is differs from one moment to the next.
      expect({ ...each.known(), eventId: 0, now: '' }).toEqual({
        ...(await each.client.desk()),
        eventId: 0,
        now: '',
      });
      return true;
    }, 'the console knowing the same as the server');
  }
}
