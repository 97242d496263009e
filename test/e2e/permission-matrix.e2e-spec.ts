import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { carries, type Permission, permissions } from '../../src/contract/permission.js';
import { type Acknowledgement } from '../../src/contract/socket.js';
import { type LiveConsole } from '../support/console-client.js';
import { openRoutes, routes, TICKET } from '../support/console-routes.js';
import { newCaller, write } from '../support/conversation.js';
import {
  atTheDoor,
  Everybody,
  isWithoutSession,
  type Person,
  persons,
  roleAt,
} from '../support/everybody.js';
import { SUICIDE_PREVENTION } from '../support/stand-in.js';

type Route = (typeof routes)[number];

/** Permissions to see what a caller said, or to write it down: for the ticket's counselor and supervisors alone. */
const wordsOfTicket: readonly Permission[] = [
  'ticket.read',
  'ticket.note',
  'media.read',
  'message.show',
  'canned-text.read',
  'draft.own',
  'ticket.whisper',
  'ticket.presence',
  'incident.read',
  'incident.open',
];
/** They show what belongs to such words, and share the permission of what doesn't. */
const wordsBesides = ['GET handovers', 'GET transfer/targets', 'GET categories', 'GET consult'];
/** Its counselor may only while an emergency is open, and here there is none. */
const inEmergencies = ['POST unmask'];
/** Whoever took it over, and has it: everybody else is told who does. */
const ofItsHolder = ['POST give-back'];
/** What a route wants beside its body, so that it looks at the ticket at all. */
const queries: Readonly<Record<string, string>> = {
  'GET messages': `?before=${encodeURIComponent(`2026-11-25T00:00:00.000Z~${TICKET}`)}`,
  'DELETE draft': '?base=1',
};
const saidOfNoTicket = ['session.use'];
const saidOfOpenTalks = ['ticket.leave', 'ticket.writing'];
/** Some two thousand questions, on a busy machine. */
const LONG_MS = 180_000;

/** Ends the session that asks. */
const signOut = 'DELETE /api/session';

/**
 * Every route and socket event, by everybody, against the declared table: nobody gets past a permission that is not
 * theirs, and whoever has one is not sent away for lack of it.
 */
describe('who may do what', () => {
  let everybody: Everybody;

  beforeAll(async () => {
    everybody = await Everybody.start();
  });
  afterAll(() => everybody.close());

  const nameOf = ([method, path]: Route) => `${method} ${path}`;
  /** The permission of each route of the list, as the server declares it. */
  const permissionsByRoute = (): Map<string, Permission | 'public'> => {
    const operations = [...everybody.permissions()].map(([name, permission]) => {
      const [method = '', path = ''] = name.split(' ');
      return { method, path, permission };
    });
    const patterns = operations.map(({ path, ...rest }) => ({
      ...rest,
      literal: path.split('/').filter((part) => !part.startsWith('{')).length,
      pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    }));
    return new Map(
      [...openRoutes, ...routes.map(nameOf)].map((name) => {
        const [method, path = ''] = name.split(' ');
        const fitting = patterns
          .filter((each) => each.method === method && each.pattern.test(path.split('?')[0] ?? ''))
          .toSorted((a, b) => b.literal - a.literal)[0];
        if (fitting === undefined) throw new Error(`${name} declares nothing`);
        return [name, fitting.permission];
      }),
    );
  };
  const ask = ([method, path, body]: Route, person: Person) => everybody.ask(person, method, path, body);

  const signInAgain = async (person: Person) => {
    const login = person === 'administrator' ? 'admin' : person.replaceAll(' ', '-');
    const { status } = await everybody
      .client(person)
      .signIn(login, `tomoshibi-demo-${login === 'admin' ? 4 : 1}`);
    expect(status).toBe(200);
  };
  const taken = async () => {
    const { standIn, relay } = everybody;
    const userId = await newCaller(standIn);
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, '聞いてください');
    expect((await everybody.client('counselor').take(ticketId)).status).toBe(200);
    return ticketId;
  };
  /** Without what comes by itself, and may come later. */
  const stateOf = async (ticketId: string) => {
    const [row] = await everybody.relay.database.query<{ state: string }>(
      `SELECT concat_ws(' ', ticket.state, assigned_to, risk, (SELECT count(*) FROM message
           WHERE ticket_id = ticket.id AND direction NOT IN ('inbound', 'automatic')),
         (SELECT count(*) FROM handover WHERE ticket_id = ticket.id),
         (SELECT count(*) FROM broken_glass WHERE ticket_id = ticket.id)) AS state FROM ticket WHERE id = $1`,
      [ticketId],
    );
    return row?.state;
  };

  it(
    'asks everybody at every route, and answers as the table says',
    async () => {
      expect(routes.length).toBeGreaterThan(100);
      const table = permissionsByRoute();
      const differences: string[] = [];
      for (const route of routes) {
        const permission = table.get(nameOf(route));
        if (permission === undefined || permission === 'public')
          throw new Error(`${nameOf(route)} is public`);
        await Promise.all(
          persons.map(async (person) => {
            const { status, code } = await ask(withUnknownIds(route), person);
            const wanted = atTheDoor(person, permission);
            const got = code === 'sign_in_required' || code === 'not_permitted' ? code : 'let through';
            if (got !== wanted) differences.push(`${nameOf(route)} by ${person}: ${got}, not ${wanted}`);
            if (nameOf(route) === signOut && got === 'let through') await signInAgain(person);
            if (status >= 500) differences.push(`${nameOf(route)} by ${person}: ${status}`);
          }),
        );
      }
      expect(differences).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'asks people of this account, the next one and none about a ticket that somebody looks after',
    async () => {
      const table = permissionsByRoute();
      const differences: string[] = [];
      let ticketId = await taken();
      for (const route of routes.filter(([, path]) => path.startsWith(`/api/tickets/${TICKET}`))) {
        const permission = table.get(nameOf(route)) as Permission;
        const [method, path, body] = route;
        const what = `${method} ${path.split('/').slice(4).join('/')}`;
        for (const person of persons) {
          if (atTheDoor(person, permission) !== 'let through') continue;
          const before = await stateOf(ticketId);
          const asked: Route = [
            method,
            `${path.replace(TICKET, ticketId).replaceAll(TICKET, randomUUID())}${queries[what] ?? ''}`,
            body,
          ];
          const { status, code, text } = await ask(asked, person);
          const isRefused = code === 'ticket_not_found' || code === 'not_permitted';
          const got = isRefused ? code : 'let through';
          const wanted = wantedOf(person, permission, what);
          if (got !== wanted)
            differences.push(`${nameOf(route)} by ${person}: ${got} (${status}), not ${wanted}`);
          if (wanted === 'ticket_not_found') {
            const unknown = await ask([method, asked[1].replace(ticketId, randomUUID()), body], person);
            if (unknown.text !== text)
              differences.push(`${nameOf(route)} by ${person}: it says that there is such a ticket`);
          }
          const after = await stateOf(ticketId);
          if (after === before) continue;
          if (isRefused) differences.push(`${nameOf(route)} by ${person}: refused, and changed something`);
          ticketId = await taken();
        }
      }
      expect(differences).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'asks everybody at every socket event',
    async () => {
      const events = everybody.declared.flatMap(({ socketEvent, access }) =>
        // Said of a talk that is open already: where none is, it says nothing.
        socketEvent !== undefined && !saidOfOpenTalks.includes(socketEvent) && access?.kind === 'permission'
          ? [{ name: socketEvent, permission: access.permission }]
          : [],
      );
      expect(events.length).toBeGreaterThan(0);
      const ticketId = await taken();
      const differences: string[] = [];
      for (const person of persons) {
        const console = await everybody
          .client(person)
          .live()
          .catch(() => undefined);
        if (console === undefined) {
          if (!isWithoutSession(person)) differences.push(`${person} is not let in`);
          continue;
        }
        if (isWithoutSession(person)) differences.push(`${person} is let in`);
        for (const { name, permission } of events) {
          const answer = await acknowledged(console.socket, name, {
            ticketId,
            ...(name === 'messages.shown' && { messageIds: [randomUUID()] }),
            ...(name === 'ticket.writing' && { isWriting: true }),
          });
          const code = answer.ok ? undefined : answer.error.code;
          const door = atTheDoor(person, permission);
          const wanted =
            door !== 'let through' || saidOfNoTicket.includes(name)
              ? door
              : wantedOf(person, permission, name);
          const allowed: unknown[] = wanted === 'let through' ? [undefined, 'ticket_taken'] : [wanted];
          if (!allowed.includes(code)) differences.push(`${name} by ${person}: ${code}, not ${wanted}`);
        }
        console.close();
      }
      expect(differences).toEqual([]);
    },
    LONG_MS,
  );

  it('knows every permission that a route or event declares, and declares none for nothing', () => {
    const used = new Set(
      everybody.declared.flatMap(({ access }) => (access?.kind === 'permission' ? [access.permission] : [])),
    );
    // Asked about within taking, not at a door of its own.
    expect(new Set([...used, 'ticket.pick'])).toEqual(new Set(Object.keys(permissions)));
  });
});

/** How somebody who holds a permission is to be answered about a ticket of the counselor's. */
function wantedOf(person: Person, permission: Permission, what: string): string {
  const role = roleAt(person, SUICIDE_PREVENTION);
  if (role !== 'counselor' && role !== 'senior-counselor' && role !== 'supervisor') return 'ticket_not_found';
  if (role === 'supervisor') return 'let through';
  if (ofItsHolder.includes(what)) return 'let through';
  // A supervisor of another account is none of this.
  if (!carries(role, permission) || inEmergencies.includes(what)) return 'not_permitted';
  const isOfWords = wordsOfTicket.includes(permission) || wordsBesides.includes(what);
  return isOfWords && person !== 'counselor' ? 'not_permitted' : 'let through';
}

/** What no one has, so that whoever is let through changes nothing. */
function withUnknownIds([method, path, body]: Route): Route {
  return [method, path.replaceAll(TICKET, randomUUID()).replace(SUICIDE_PREVENTION, 'no-such-account'), body];
}

async function acknowledged(
  socket: LiveConsole['socket'],
  name: string,
  payload: object,
): Promise<Acknowledgement> {
  return (await socket
    .timeout(5000)
    .emitWithAck(name as 'ticket.open', payload as { ticketId: string })) as Acknowledgement;
}
