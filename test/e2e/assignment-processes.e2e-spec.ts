import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient } from '../support/console-client.js';
import { newCaller, write } from '../support/conversation.js';
import { RelayProcess } from '../support/relay-process.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

jest.setTimeout(120_000);

const PROCESSES = 3;
const PEOPLE = 50;
const TICKETS = 12;
const ROUNDS = 30;

/** Somebody tries to take a ticket at one of the processes. */
const attempt = fc.record({
  person: fc.nat(PEOPLE - 1),
  ticket: fc.nat(TICKETS - 1),
  at: fc.nat(PROCESSES - 1),
});
const round = fc.record({
  capacity: fc.integer({ min: 1, max: 3 }),
  attempts: fc.array(attempt, { minLength: 40, maxLength: 120 }),
});

describe('counselors who race for tickets, each at one of three server processes', () => {
  let standIn: StandIn;
  let relay: Relay;
  const processes: RelayProcess[] = [];
  const people: ConsoleClient[] = [];
  const tickets: string[] = [];

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    for (let index = 0; index < PEOPLE; index += 1)
      people.push(
        await addStaff(relay, {
          login: `person-${index}`,
          memberships: { [SUICIDE_PREVENTION]: 'counselor' },
        }),
      );
    for (let index = 0; index < TICKETS; index += 1)
      tickets.push(
        await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), `相談 ${index}`),
      );
    for (let index = 0; index < PROCESSES; index += 1) {
      const other = await RelayProcess.create(
        standIn.url,
        { ROLES: 'console', PROVISION_FILE: '' },
        undefined,
        relay.database,
      );
      processes.push(other);
      await other.start();
    }
  });
  afterAll(async () => {
    for (const other of processes) await other.close();
    await relay.close();
    await standIn.close();
  });

  it('find each ticket with one of them at most, and nobody with more than they can carry', async () => {
    await fc.assert(
      fc.asyncProperty(round, async ({ capacity, attempts }) => {
        await relay.database.query('UPDATE staff SET capacity = $1', [capacity]);
        await relay.database.query(
          `UPDATE ticket SET state = 'waiting', assigned_to = NULL, taken_at = NULL, closed_at = NULL`,
        );
        const answers = await Promise.all(
          attempts.map(async ({ person, ticket, at }) => {
            const console = people[person]?.at(processes[at]?.url ?? '') as ConsoleClient;
            return { person, ticket, answer: await console.take(tickets[ticket] as string) };
          }),
        );
        const rows = await relay.database.query<{ id: string; login: string }>(
          `SELECT ticket.id, login FROM ticket JOIN staff ON staff.id = assigned_to WHERE state = 'active'`,
        );
        const owners = new Map(rows.map(({ id, login }) => [id, login]));
        const loads = new Map<string, number>();
        for (const login of owners.values()) loads.set(login, (loads.get(login) ?? 0) + 1);
        expect(Math.max(...loads.values())).toBeLessThanOrEqual(capacity);
        for (const { person, ticket, answer } of answers) {
          const owner = owners.get(tickets[ticket] as string);
          const name = `person-${person}`;
          // Whoever was told that it is theirs has it; whoever was refused was refused for a reason that holds.
          if (answer.status === 200) expect(owner).toBe(name);
          else if (answer.body.error.code === 'ticket_taken') expect(owner).not.toBe(name);
          else {
            expect(answer.body.error.code).toBe('capacity_reached');
            expect(loads.get(name)).toBe(capacity);
          }
        }
        // Nobody stays in the line whom somebody with room wanted to take.
        const wanted = new Set(answers.map(({ ticket }) => tickets[ticket] as string));
        for (const id of wanted) {
          if (owners.has(id)) continue;
          const who = answers.filter(({ ticket }) => tickets[ticket] === id);
          for (const { person } of who) expect(loads.get(`person-${person}`)).toBe(capacity);
        }
      }),
      { numRuns: ROUNDS, seed: 20_261_128 },
    );
  });
});
