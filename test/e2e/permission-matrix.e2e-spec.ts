import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OpenAPIObject } from '@nestjs/swagger';
import { AccessAudit, type DeclaredAccess } from '../../src/app/access-audit.js';
import { type ErrorBody } from '../../src/contract/error.js';
import {
  carries,
  type Holder,
  type Permission,
  permissions,
  type Role,
} from '../../src/contract/permission.js';
import { type Acknowledgement } from '../../src/contract/socket.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient, type LiveConsole } from '../support/console-client.js';
import { openRoutes, routes, TICKET } from '../support/console-routes.js';
import { newCaller, write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { hangUp } from '../support/wall.js';

type Route = (typeof routes)[number];
type Person = 'nobody' | Holder | 'other counselor' | 'other supervisor' | 'other auditor' | 'without a role';

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
  let standIn: StandIn;
  let relay: Relay;
  let declared: DeclaredAccess[];
  const people = new Map<Person, ConsoleClient>();
  const rolesOf = (person: Person): Role[] => {
    if (isWithoutSession(person) || person === 'without a role') return [];
    return [person.replace('other ', '') as Role];
  };
  const client = (person: Person): ConsoleClient => {
    const found = people.get(person);
    if (found === undefined) throw new Error(`nobody is ${person}`);
    return found;
  };

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    declared = relay.server.app.get(AccessAudit).list();
    const add = async (person: Person, memberships: object, oversight: object = {}) => {
      const login = person.replaceAll(' ', '-');
      people.set(
        person,
        await addStaff(relay, { login, memberships: { ...memberships }, oversight: { ...oversight } }),
      );
    };
    for (const role of ['counselor', 'senior-counselor', 'supervisor'] as const)
      await add(role, { [SUICIDE_PREVENTION]: role });
    for (const role of ['auditor', 'commissioner'] as const)
      await add(role, {}, { [SUICIDE_PREVENTION]: role });
    await add('other counselor', { [HUMAN_RIGHTS]: 'counselor' });
    await add('other supervisor', { [HUMAN_RIGHTS]: 'supervisor' });
    await add('other auditor', {}, { [HUMAN_RIGHTS]: 'auditor' });
    // Whoever had a place and lost it while signed in.
    await add('without a role', { [SUICIDE_PREVENTION]: 'counselor' });
    await relay.database.query(
      `DELETE FROM membership WHERE staff_id = (SELECT id FROM staff WHERE login = 'without-a-role')`,
    );
    people.set('administrator', await ConsoleClient.signedIn(relay.url, 'admin'));
    people.set('nobody', new ConsoleClient(relay.url));
    people.set('wall', (await hangUp(client('supervisor'))).screen);
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const nameOf = ([method, path]: Route) => `${method} ${path}`;
  /** The permission of each route of the list, as the server declares it. */
  const permissionsByRoute = async (): Promise<Map<string, Permission | 'public'>> => {
    const document = (await (await fetch(`${relay.url}/api/openapi.json`)).json()) as OpenAPIObject;
    const access = new Map(declared.map((entry) => [entry.name.replace('.', '_'), entry.access]));
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, { operationId: string }>).map(([method, { operationId }]) => ({
        method: method.toUpperCase(),
        path,
        access: access.get(operationId),
      })),
    );
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
        if (fitting?.access === undefined) throw new Error(`${name} declares nothing`);
        return [name, fitting.access.kind === 'public' ? 'public' : fitting.access.permission];
      }),
    );
  };
  const ask = async ([method, path, body]: Route, person: Person) => {
    const response = await fetch(`${relay.url}${path}`, {
      method,
      headers: {
        cookie: client(person).cookie,
        'x-file-name': 'file.txt',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    const text = await response.text();
    const code =
      isJson && text !== '' ? (JSON.parse(text) as Partial<ErrorBody> | null)?.error?.code : undefined;
    return { status: response.status, code };
  };
  /** Every person as the guard is to treat them. */
  const wantedOf = (person: Person, permission: Permission): string => {
    // A wall's cookie opens what the table lists with it; elsewhere it is nobody's.
    if (person === 'wall') return carries('wall', permission) ? 'let through' : 'sign_in_required';
    if (person === 'nobody') return 'sign_in_required';
    return rolesOf(person).some((role) => carries(role, permission)) ? 'let through' : 'not_permitted';
  };

  const signInAgain = async (person: Person) => {
    const login = person === 'administrator' ? 'admin' : person.replaceAll(' ', '-');
    const { status } = await client(person).signIn(login, `tomoshibi-demo-${login === 'admin' ? 4 : 1}`);
    expect(status).toBe(200);
  };
  const taken = async () => {
    const ticketId = await write(
      standIn,
      relay,
      SUICIDE_PREVENTION,
      await newCaller(standIn),
      '聞いてください',
    );
    expect((await client('counselor').take(ticketId)).status).toBe(200);
    return ticketId;
  };
  const stateOf = async (ticketId: string) => {
    const [row] = await relay.database.query<{ state: string }>(
      `SELECT concat_ws(' ', ticket.state, assigned_to, risk, (SELECT count(*) FROM message WHERE ticket_id = ticket.id),
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
      const table = await permissionsByRoute();
      const differences: string[] = [];
      for (const route of routes) {
        const permission = table.get(nameOf(route));
        if (permission === undefined || permission === 'public')
          throw new Error(`${nameOf(route)} is public`);
        await Promise.all(
          [...people.keys()].map(async (person) => {
            const { status, code } = await ask(withUnknownIds(route), person);
            const wanted = wantedOf(person, permission);
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
      const table = await permissionsByRoute();
      const differences: string[] = [];
      let ticketId = await taken();
      for (const route of routes.filter(([, path]) => path.startsWith(`/api/tickets/${TICKET}`))) {
        const permission = table.get(nameOf(route)) as Permission;
        const [method, path, body] = route;
        const what = `${method} ${path.split('/').slice(4).join('/')}`;
        const isOfWords = wordsOfTicket.includes(permission) || wordsBesides.includes(what);
        for (const person of people.keys()) {
          if (wantedOf(person, permission) !== 'let through') continue;
          const before = await stateOf(ticketId);
          const asked: Route = [
            method,
            `${path.replace(TICKET, ticketId).replaceAll(TICKET, randomUUID())}${queries[what] ?? ''}`,
            body,
          ];
          const { status, code } = await ask(asked, person);
          const isRefused = code === 'ticket_not_found' || code === 'not_permitted';
          const got = isRefused ? code : 'let through';
          const wanted = person.startsWith('other ')
            ? 'ticket_not_found'
            : (person === 'senior-counselor' && isOfWords) ||
                (inEmergencies.includes(what) && rolesOf(person).every((role) => role !== 'supervisor'))
              ? 'not_permitted'
              : 'let through';
          if (got !== wanted)
            differences.push(`${nameOf(route)} by ${person}: ${got} (${status}), not ${wanted}`);
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
      const events = declared.flatMap(({ socketEvent, access }) =>
        // Said of a talk that is open already: where none is, it says nothing.
        socketEvent !== undefined && !saidOfOpenTalks.includes(socketEvent) && access?.kind === 'permission'
          ? [{ name: socketEvent, permission: access.permission }]
          : [],
      );
      expect(events.length).toBeGreaterThan(0);
      const ticketId = await taken();
      const differences: string[] = [];
      for (const person of people.keys()) {
        const console = await client(person)
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
          const wanted =
            wantedOf(person, permission) === 'not_permitted'
              ? ['not_permitted']
              : person.startsWith('other ') && !saidOfNoTicket.includes(name)
                ? ['ticket_not_found']
                : person === 'senior-counselor' && wordsOfTicket.includes(permission)
                  ? ['not_permitted']
                  : [undefined, 'ticket_taken'];
          if (!wanted.includes(code))
            differences.push(`${name} by ${person}: ${code}, not ${wanted.join(' or ')}`);
        }
        console.close();
      }
      expect(differences).toEqual([]);
    },
    LONG_MS,
  );

  it('knows every permission that a route or event declares, and declares none for nothing', () => {
    const used = new Set(
      declared.flatMap(({ access }) => (access?.kind === 'permission' ? [access.permission] : [])),
    );
    // Asked about within taking, not at a door of its own.
    expect(new Set([...used, 'ticket.pick'])).toEqual(new Set(Object.keys(permissions)));
  });
});

/** A screen on the wall signs in nowhere. */
function isWithoutSession(person: Person): boolean {
  return person === 'nobody' || person === 'wall';
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
