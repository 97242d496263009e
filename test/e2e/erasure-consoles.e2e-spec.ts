import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ErasuresView } from '../../src/contract/erasure.js';
import { type TicketSummary } from '../../src/contract/ticket.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient, type LiveConsole } from '../support/console-client.js';
import { watch, type Watched, watchRoom, withoutWords } from '../support/console-state.js';
import { newCaller, write } from '../support/conversation.js';
import { naming } from '../support/naming.js';
import { BOTH_OPEN, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const WORDS = '橋のそばで迷っていた夜のこと';

describe('open consoles while a caller is erased', () => {
  let standIn: StandIn;
  let relay: Relay;
  let sato: ConsoleClient;
  let suzuki: ConsoleClient;
  let tanaka: ConsoleClient;
  let admin: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: BOTH_OPEN });
    [sato, suzuki, tanaka, admin] = (await Promise.all(
      ['sato', 'suzuki', 'tanaka', 'admin'].map((login) => ConsoleClient.signedIn(relay.url, login)),
    )) as [ConsoleClient, ConsoleClient, ConsoleClient, ConsoleClient];
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const ended = async (userId: string, text: string) => {
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, text);
    await sato.take(ticketId);
    await sato.request('POST', `/api/tickets/${ticketId}/notes`, { clientId: randomUUID(), text: WORDS });
    await sato.close(ticketId);
    return ticketId;
  };
  const erase = async (ticketId: string) => {
    const [row] = await relay.database.query<{ number: number; callerId: string }>(
      'SELECT number, caller_id AS "callerId" FROM ticket WHERE id = $1',
      [ticketId],
    );
    const named = await naming(admin, SUICIDE_PREVENTION, row?.number ?? 0, '誤って登録');
    expect((await admin.request('POST', '/api/erasures', named)).status).toBe(200);
    await eventually(async () => {
      const { erasures } = (await admin.request<ErasuresView>('GET', '/api/erasures')).body;
      return (
        erasures.some(({ callerId, state }) => callerId === row?.callerId && state === 'done') || undefined
      );
    }, 'the erasure');
  };
  /** The ticket as an open console was told of it, each time. */
  const toldOf = (live: LiveConsole, ticketId: string): TicketSummary[] =>
    live.events.flatMap((event) =>
      event.type === 'ticket.changed' && event.ticket.id === ticketId ? [event.ticket] : [],
    );

  it('are told of each of their tickets, and know what the server knows', async () => {
    const userId = await newCaller(standIn);
    const tickets = [await ended(userId, WORDS), await ended(userId, 'また来ました')];
    const other = await ended(await newCaller(standIn), '残しておきたい相談です');
    const stranger = await addStaff(relay, {
      login: 'elsewhere',
      memberships: { [HUMAN_RIGHTS]: 'supervisor' },
    });
    const elsewhere = await stranger.live();
    const watched = [await watch(sato, false), await watch(suzuki, false), await watch(tanaka, true)];
    const rooms = await Promise.all(
      [watched[0], watched[2]].flatMap((one) =>
        [...tickets, other].map(async (ticketId) => ({
          ticketId,
          ...(await watchRoom(one as Watched, ticketId)),
        })),
      ),
    );
    expect(JSON.stringify(rooms.map(({ known }) => known()))).toContain(WORDS);
    expect(rooms.every(({ known }) => !known().ticket.erased)).toBe(true);

    await erase(tickets[0] as string);
    for (const { live, client, known } of watched) {
      for (const ticketId of tickets)
        await eventually(() => toldOf(live, ticketId).at(-1)?.erased || undefined, 'being told of it');
      expect(toldOf(live, other)).toEqual([]);
      expect(JSON.stringify(live.events)).not.toContain(WORDS);
      await eventually(async () => {
        expect({ ...known(), eventId: 0, now: '' }).toEqual({
          ...(await client.desk()),
          eventId: 0,
          now: '',
        });
        return true;
      }, 'the console knowing the same as the server');
    }
    for (const { ticketId, client, known } of rooms) {
      const fresh = await client.talkRoom(ticketId);
      expect(fresh.ticket.erased).toBe(ticketId !== other);
      const kept = fresh.ticket.erased ? withoutWords(fresh) : fresh;
      expect({ ...known(), eventId: 0 }).toEqual({ ...kept, eventId: 0 });
    }
    // Who has nothing to do with the account heard only what everybody hears.
    expect(elsewhere.events.filter(({ type }) => type === 'ticket.changed')).toEqual([]);
    for (const { live } of watched) live.close();
    elsewhere.close();
  });

  it('that could not hear it are told at the next registration, of what they say to hold', async () => {
    const gone = await ended(await newCaller(standIn), WORDS);
    const here = await ended(await newCaller(standIn), 'まだここにあります');
    await erase(gone);
    const after = (await sato.desk()).eventId;
    const live = await sato.live(after, [], [gone, here, randomUUID()]);
    await eventually(() => live.erased.length > 0 || undefined, 'what it has to forget');
    expect(live.erased).toEqual([gone]);
    live.close();
    // A ticket of an account that isn't theirs doesn't exist for them.
    const stranger = await addStaff(relay, {
      login: 'further',
      memberships: { [HUMAN_RIGHTS]: 'counselor' },
    });
    const elsewhere = await stranger.live(null, [], [gone]);
    await elsewhere.openTicket(here);
    expect(elsewhere.erased).toEqual([]);
    elsewhere.close();
  });
});
