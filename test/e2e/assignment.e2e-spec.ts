import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

const PEOPLE = 10;
const CAPACITY = 2;
const TICKETS = 12;

interface Attempt {
  readonly person: number;
  readonly ticket: number;
  readonly relay: number;
}

describe('assignment', () => {
  let standIn: StandIn;
  let relays: Relay[];
  const people: { name: string; consoles: ConsoleClient[] }[] = [];
  const tickets: string[] = [];

  const first = () => relays[0] as Relay;
  const consoleOf = (person: number, relay = 0) => people[person]?.consoles[relay] as ConsoleClient;
  const ticketId = (ticket: number) => tickets[ticket] as string;

  beforeAll(async () => {
    standIn = await startStandIn();
    const relay = await startRelay({ standIn, at: EVENING });
    relays = [relay, await startRelay({ standIn, at: EVENING, beside: relay })];
    for (let index = 0; index < PEOPLE; index += 1) {
      const name = `相談員${index}`;
      const member = await addStaff(relay, {
        login: `person-${index}`,
        displayName: name,
        capacity: CAPACITY,
        memberships: { [SUICIDE_PREVENTION]: 'counselor' },
      });
      people.push({ name, consoles: relays.map(({ url }) => member.at(url)) });
    }
    for (let index = 0; index < TICKETS; index += 1)
      tickets.push(
        await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), `相談 ${index}`),
      );
  });
  /** Everybody waits, nobody has anything. */
  const release = () =>
    first().database.query(
      `UPDATE ticket SET state = 'waiting', assigned_to = NULL, taken_at = NULL, closed_at = NULL`,
    );
  beforeEach(release);
  afterAll(async () => {
    for (const relay of relays.toReversed()) await relay.close();
    await standIn.close();
  });

  const owners = async (): Promise<Map<string, string>> => {
    const rows = await first().database.query<{ id: string; name: string }>(
      `SELECT ticket.id, display_name AS name FROM ticket JOIN staff ON staff.id = assigned_to WHERE state = 'active'`,
    );
    return new Map(rows.map((row) => [row.id, row.name]));
  };

  it('gives each ticket one owner and nobody more than they can carry, however people race (Rocket.Chat#19352, Rocket.Chat#37776)', async () => {
    const attempts: Attempt[] = Array.from({ length: PEOPLE * TICKETS }, (_, index) => ({
      person: index % PEOPLE,
      ticket: Math.floor(index / PEOPLE),
      relay: index % 2,
    }));
    const order = fc.shuffledSubarray(attempts, { minLength: attempts.length });
    await fc.assert(
      fc.asyncProperty(order, async (race) => {
        await release();
        const answers = await Promise.all(
          race.map(async ({ person, ticket, relay }) => ({
            name: people[person]?.name,
            ticketId: ticketId(ticket),
            answer: await consoleOf(person, relay).take(ticketId(ticket)),
          })),
        );
        const owned = await owners();
        // 10 people with room for two each: every ticket finds somebody.
        expect(owned.size).toBe(TICKETS);
        const loads = new Map<string, number>();
        for (const name of owned.values()) loads.set(name, (loads.get(name) ?? 0) + 1);
        expect(Math.max(...loads.values())).toBeLessThanOrEqual(CAPACITY);
        for (const { name, ticketId: id, answer } of answers) {
          const owner = owned.get(id);
          if (answer.status === 200) {
            expect({ winner: name, shown: answer.body.assignedTo?.displayName }).toEqual({
              winner: owner,
              shown: owner,
            });
          } else if (answer.body.error.code === 'ticket_taken') {
            expect(owner).not.toBe(name);
            expect(answer.body.error.message.ja).toContain(`${owner} さん`);
          } else {
            expect(answer).toMatchObject({ status: 409, body: { error: { code: 'capacity_reached' } } });
            expect(loads.get(name ?? '')).toBe(CAPACITY);
          }
        }
        expect(answers.filter(({ answer }) => answer.status === 200)).toHaveLength(TICKETS);
      }),
      { numRuns: 5 },
    );
  });

  it('gives one ticket to one of ten and tells the nine others who has it (Rocket.Chat#22206)', async () => {
    const answers = await Promise.all(
      people.map((_, index) => consoleOf(index, index % 2).take(ticketId(0))),
    );
    const winners = answers.filter((answer) => answer.status === 200);
    expect(winners).toHaveLength(1);
    const name = winners[0]?.body.assignedTo?.displayName ?? 'nobody';
    const losers = answers.filter((answer) => answer.status !== 200);
    expect(losers.map((answer) => [answer.status, answer.body.error.code])).toEqual(
      losers.map(() => [409, 'ticket_taken']),
    );
    for (const loser of losers) expect(loser.body.error.message.en).toContain(name);
  });

  it('lets somebody take twice what is theirs, and counts it once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => consoleOf(3, index % 2).take(ticketId(1))),
    );
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map((answer) => answer.body.takenAt)).size).toBe(1);
    expect((await consoleOf(3).take(ticketId(2))).status).toBe(200);
    expect((await owners()).size).toBe(2);
  });

  it('has room again for somebody who closed one', async () => {
    for (const ticket of [0, 1]) expect((await consoleOf(4).take(ticketId(ticket))).status).toBe(200);
    const refused = await consoleOf(4, 1).take(ticketId(2));
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'capacity_reached' } } });
    expect(refused.body.error.message.ja).toContain(`${CAPACITY} 件`);
    expect((await consoleOf(4).close(ticketId(0))).status).toBe(200);
    expect((await consoleOf(4, 1).take(ticketId(2))).status).toBe(200);
    // What is closed can't be taken any more.
    expect((await consoleOf(5).take(ticketId(0))).body.error.code).toBe('ticket_closed');
  });

  it("doesn't know the tickets of accounts that are not one's own", async () => {
    const suzuki = await ConsoleClient.signedIn(first().url, 'suzuki');
    const foreign = await write(standIn, first(), HUMAN_RIGHTS, await newCaller(standIn), '別の窓口');
    const answers = [
      await suzuki.take(foreign),
      await suzuki.reply(foreign, 'こんにちは'),
      await suzuki.close(foreign),
      await suzuki.request<never>('GET', `/api/tickets/${foreign}`),
    ];
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'ticket_not_found' } } });
    expect((await owners()).has(foreign)).toBe(false);
  });

  it('lets nobody but the owner answer or close, and nobody before it is taken', async () => {
    const before = await consoleOf(6).reply(ticketId(3), 'まだです');
    expect(before).toMatchObject({ status: 409, body: { error: { code: 'ticket_not_taken' } } });
    await consoleOf(6).take(ticketId(3));
    for (const answer of [
      await consoleOf(7).reply(ticketId(3), '横から'),
      await consoleOf(7).close(ticketId(3)),
    ])
      expect(answer).toMatchObject({ status: 409, body: { error: { code: 'ticket_taken' } } });
    expect((await consoleOf(6).reply(ticketId(3), '担当です')).status).toBe(201);
  });

  it('is held by the database: no second open ticket of one caller, no active one without a counselor', async () => {
    const insert = first().database.query(
      `INSERT INTO ticket (id, account_id, number, caller_id, state, carried_over, opened_at, waiting_since, line_since)
       SELECT gen_random_uuid(), account_id, 9999, caller_id, 'waiting', false, now(), now(), now() FROM ticket WHERE id = $1`,
      [ticketId(0)],
    );
    await expect(insert).rejects.toMatchObject({ code: '23505', constraint: 'ticket_one_open_per_caller' });
    const update = first().database.query(`UPDATE ticket SET state = 'active' WHERE id = $1`, [ticketId(0)]);
    await expect(update).rejects.toMatchObject({ code: '23514', constraint: 'ticket_active_has_counselor' });
  });
});
