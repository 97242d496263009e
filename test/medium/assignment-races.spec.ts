import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { type AccountSettings } from '../../src/account/account-settings.js';
import { AssignmentService } from '../../src/assignment/assignment.service.js';
import { Matcher } from '../../src/assignment/matcher.js';
import { OfferService } from '../../src/assignment/offer.service.js';
import { AppError } from '../../src/config/app-error.js';
import { type Principal } from '../../src/staff/principal.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { configure } from '../support/line.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

jest.setTimeout(120_000);

const SEED = 20_261_128;
const PROCESSES = 3;
const PEOPLE = 50;
const TICKETS = 40;
/** In all; most with a handful of people, some with everybody. */
const ROUNDS = { take: 250, freely: 250, automatic: 300, offer: 200 };

/** What happens in a round. Small numbers race as hard as large ones, and many more of them fit into a minute. */
const round = fc.record({
  people: fc.oneof(
    { weight: 60, arbitrary: fc.integer({ min: 2, max: 5 }) },
    { weight: 1, arbitrary: fc.integer({ min: 20, max: PEOPLE }) },
  ),
  tickets: fc.oneof(
    { weight: 60, arbitrary: fc.integer({ min: 1, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: 10, max: TICKETS }) },
  ),
  capacity: fc.integer({ min: 1, max: 3 }),
  /** At which process each person is, and whether they accept what they are offered. */
  dice: fc.array(fc.nat(11), { minLength: 8, maxLength: 8 }),
});
type Round = typeof round extends fc.Arbitrary<infer Value> ? Value : never;

interface Row {
  readonly place: number;
  readonly state: string;
  readonly owner: string | null;
  readonly offeredTo: string | null;
  readonly offers: number;
}

describe('people who race for tickets, at three processes on one database', () => {
  let standIn: StandIn;
  let relays: Relay[] = [];
  const people: Principal[] = [];
  const tickets: string[] = [];

  beforeAll(async () => {
    standIn = await startStandIn();
    // Nothing runs by itself: the rounds alone decide what happens at the same time.
    const env = { ROLES: 'console', DATABASE_POOL_SIZE: '8' };
    // What survives a power cut is the business of other tests; here it would only take time.
    const through = (url: string) =>
      `${url}${url.includes('?') ? '&' : '?'}options=-c%20synchronous_commit%3Doff`;
    const first = await startRelay({ standIn, at: EVENING, env, through });
    relays = [first];
    while (relays.length < PROCESSES)
      relays.push(
        await startRelay({
          standIn,
          at: EVENING,
          env: { ...env, PROVISION_FILE: '' },
          beside: first,
          through,
        }),
      );
    await first.database.query(
      `WITH made AS (INSERT INTO staff (id, login, display_name, password_hash)
         SELECT gen_random_uuid(), 'person-' || n, 'person-' || n, '' FROM generate_series(1, ${PEOPLE}) AS n RETURNING id),
       members AS (INSERT INTO membership (staff_id, account_id, role)
         SELECT id, '${SUICIDE_PREVENTION}', 'counselor' FROM made)
       INSERT INTO console_connection (socket_id, staff_id, seen_at)
       SELECT id::text, id, now() + interval '1 hour' FROM made`,
    );
    const staff = await first.database.query<{ id: string; login: string }>(
      `SELECT id, login FROM staff WHERE login LIKE 'person-%' ORDER BY id`,
    );
    for (const { id, login } of staff)
      people.push({
        staffId: id,
        login,
        displayName: login,
        administrator: false,
        capacity: 1,
        memberships: new Map([[SUICIDE_PREVENTION, 'counselor']]),
        oversight: new Map(),
      });
    await first.database.query(`INSERT INTO presence (staff_id) SELECT id FROM staff`);
    for (let place = 1; place <= TICKETS; place += 1) {
      const [callerId, ticketId] = [randomUUID(), randomUUID()];
      await first.database.query(
        `INSERT INTO caller (id, account_id, alias, key_id, created_at) VALUES ($1, $2, '', gen_random_uuid(), now())`,
        [callerId, SUICIDE_PREVENTION],
      );
      await first.database.query(
        `INSERT INTO ticket (id, account_id, number, caller_id, state, carried_over, opened_at, waiting_since, line_since)
         VALUES ($1, $2, $3, $4, 'waiting', false, now(), now(), now() + $3::int * interval '1 second')`,
        [ticketId, SUICIDE_PREVENTION, place, callerId],
      );
      tickets.push(ticketId);
    }
  });
  afterAll(async () => {
    for (const relay of relays.toReversed()) await relay.close();
    await standIn.close();
  });

  const setMode = async (mode: AccountSettings['assignment']['mode'], pickFreely = false) => {
    for (const relay of relays)
      await configure(relay, SUICIDE_PREVENTION, {
        assignment: { mode, offerSeconds: 600 },
        waiting: { pickFreely },
      });
  };
  const database = () => (relays[0] as Relay).database;
  const at = <Service>(process: number, type: new (...args: never[]) => Service): Service =>
    (relays[process % PROCESSES] as Relay).server.app.get<Service>(type);

  /** So many wait, in the order of their numbers; so many people are there, with nothing in hand. */
  const begin = async ({ people: there, tickets: waiting, capacity }: Round) => {
    await database().query(
      `WITH a AS (DELETE FROM ticket_offer), b AS (DELETE FROM timer), c AS (UPDATE staff SET capacity = ${capacity}),
         d AS (UPDATE presence SET chosen = CASE WHEN staff_id = ANY($1) THEN 'available' ELSE 'break' END)
       UPDATE ticket SET state = CASE WHEN number <= $2 THEN 'waiting' ELSE 'closed' END, assigned_to = NULL,
         taken_at = NULL, offered_to = NULL, closed_at = CASE WHEN number > $2 THEN now() END`,
      [people.slice(0, there).map(({ staffId }) => staffId), waiting],
    );
  };
  const rows = () =>
    database().query<Row>(
      `SELECT number AS place, state, assigned_to AS owner, offered_to AS "offeredTo",
         (SELECT count(*)::int FROM ticket_offer WHERE ticket_id = ticket.id) AS offers
       FROM ticket WHERE state <> 'closed' ORDER BY number`,
    );
  const head = async () => {
    const [row] = await database().query<{ id: string }>(
      `SELECT id FROM ticket WHERE state = 'waiting' AND offered_to IS NULL
       ORDER BY line_rank, line_since, waiting_since, id LIMIT 1`,
    );
    return row?.id;
  };
  /** Resolves with the code where it was refused; anything else that goes wrong is a fault. */
  const attempt = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work;
      return 'done';
    } catch (error) {
      if (error instanceof AppError) return error.code;
      throw error;
    }
  };
  /** Somebody sees who is first, and takes them; whoever was quicker is not an obstacle to a second look. */
  const takesHead = async (person: number, process: number): Promise<string[]> => {
    const answers: string[] = [];
    for (let look = 0; look < 2; look += 1) {
      const ticketId = await head();
      if (ticketId === undefined) break;
      answers.push(await attempt(at(process, AssignmentService).take(people[person] as Principal, ticketId)));
    }
    return answers;
  };
  const decides = async (process: number) => {
    while (await at(process, Matcher).decide(SUICIDE_PREVENTION));
  };

  /** Nobody has more than they may, and whoever was served was served before those behind. */
  const holds = ({ capacity }: Round, found: readonly Row[], served: (row: Row) => boolean) => {
    const loads = new Map<string, number>();
    for (const { owner, offeredTo } of found) {
      const holder = owner ?? offeredTo;
      if (holder !== null) loads.set(holder, (loads.get(holder) ?? 0) + 1);
    }
    expect(Math.max(0, ...loads.values())).toBeLessThanOrEqual(capacity);
    const places = found.filter(served).map(({ place }) => place);
    expect(places).toEqual(places.map((_, index) => index + 1));
  };
  const check = (rounds: number, race: (plan: Round) => Promise<void>) =>
    fc.assert(
      fc.asyncProperty(round, async (plan) => {
        await begin(plan);
        await race(plan);
      }),
      { numRuns: rounds, seed: SEED, endOnFailure: true },
    );
  const dieOf = ({ dice }: Round, index: number) => dice[index % dice.length] ?? 0;

  it('take each ticket once, in order, and nobody more than they may', async () => {
    await setMode('take');
    await check(ROUNDS.take, async (plan) => {
      const answers = await Promise.all(
        people.slice(0, plan.people).map((_, person) => takesHead(person, dieOf(plan, person))),
      );
      const found = await rows();
      holds(plan, found, ({ state }) => state === 'active');
      // Each that was taken was taken by exactly one, who was told so.
      const done = answers.flat().filter((answer) => answer === 'done').length;
      expect(found.filter(({ state }) => state === 'active')).toHaveLength(done);
      expect(done).toBeGreaterThan(0);
      for (const answer of answers.flat())
        expect(['done', 'ticket_taken', 'capacity_reached', 'not_first_in_line']).toContain(answer);
    });
  });

  it('take what they like at several consoles at once, and still nobody more than they may', async () => {
    await setMode('take', true);
    await check(ROUNDS.freely, async (plan) => {
      const answers = await Promise.all(
        people.slice(0, plan.people).flatMap((person, index) =>
          [0, 1, 2].map((console) => {
            const ticketId = tickets[(dieOf(plan, index + console) + console) % plan.tickets] ?? '';
            return attempt(at(console, AssignmentService).take(person, ticketId));
          }),
        ),
      );
      const found = await rows();
      holds(plan, found, () => false);
      const taken = found.filter(({ state }) => state === 'active').length;
      expect(taken).toBeGreaterThan(0);
      // Who takes twice what is theirs is told twice that it is.
      expect(answers.filter((answer) => answer === 'done').length).toBeGreaterThanOrEqual(taken);
      for (const answer of answers) expect(['done', 'ticket_taken', 'capacity_reached']).toContain(answer);
    });
  });

  it('are given each ticket once, in order, as many as there is room for, whoever takes by hand meanwhile', async () => {
    await setMode('automatic');
    await check(ROUNDS.automatic, async (plan) => {
      await Promise.all([
        ...relays.map((_, process) => decides(process)),
        takesHead(0, dieOf(plan, 0)),
        takesHead(1, dieOf(plan, 1)),
      ]);
      await decides(0);
      const found = await rows();
      holds(plan, found, ({ state }) => state === 'active');
      expect(found.filter(({ state }) => state === 'active')).toHaveLength(
        Math.min(plan.tickets, plan.people * plan.capacity),
      );
    });
  });

  it('are offered each ticket by turns, and accept, decline and take at the same time', async () => {
    await setMode('offer');
    await check(ROUNDS.offer, async (plan) => {
      await decides(dieOf(plan, 0));
      const offered = await rows();
      holds(plan, offered, ({ offeredTo }) => offeredTo !== null);
      const accepted: { readonly place: number; readonly staffId: string }[] = [];
      const answers = offered.map(async ({ place, offeredTo }) => {
        const person = people.find(({ staffId }) => staffId === offeredTo);
        if (person === undefined) return;
        const [die, ticketId] = [dieOf(plan, place), tickets[place - 1] ?? ''];
        const offers = at(die, OfferService);
        if (die < 4) await attempt(offers.decline(person, ticketId));
        // Said at two processes at once, and taken by somebody else meanwhile.
        const both =
          die < 4
            ? []
            : [offers.accept(person, ticketId), at(die + 1, OfferService).accept(person, ticketId)];
        const other = people[die % plan.people] as Principal;
        const taking = die % 2 === 0 ? [attempt(at(die, AssignmentService).take(other, ticketId))] : [];
        const said = await Promise.all([...both.map(attempt), ...taking]);
        if (said.slice(0, both.length).includes('done')) accepted.push({ place, staffId: person.staffId });
      });
      await Promise.all([...answers, ...relays.map((_, process) => decides(process))]);
      const found = await rows();
      holds(plan, found, ({ state, offers }) => state === 'active' || offers > 0);
      for (const { place, staffId } of accepted)
        expect(found.find((row) => row.place === place)).toMatchObject({ state: 'active', owner: staffId });
    });
  });
});
