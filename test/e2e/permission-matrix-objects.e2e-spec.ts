import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Permission } from '../../src/contract/permission.js';
import {
  accountsOf,
  atTheDoor,
  Everybody,
  type Heard,
  isWithoutSession,
  type Person,
  persons,
  roleAt,
} from '../support/everybody.js';
import { Making, type Made, type Named, unknownOf } from '../support/named/named.js';
import { namedObjects } from '../support/named/all.js';
import { fieldsThatName } from '../support/named/fields.js';
import {
  acknowledged,
  ofSocket,
  shownElsewhere,
  socketEvents,
  socketOwners,
} from '../support/named/of-sockets.js';
import { HUMAN_RIGHTS, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

/** Thousands of questions, on a busy machine. */
const LONG_MS = 900_000;

/**
 * Every route that names an object besides its ticket, by everybody, about one's own, a colleague's and one of another
 * account: nobody learns of, or changes, what isn't theirs.
 */
describe('who may do what to which object', () => {
  let everybody: Everybody;
  let making: Making;
  let permissions: Map<string, Permission | 'public'>;

  beforeAll(async () => {
    everybody = await Everybody.start();
    making = new Making(everybody);
    permissions = everybody.permissions();
  });
  afterAll(() => everybody.close());

  const permissionOf = (route: string): Permission => {
    const permission = permissions.get(route);
    if (permission === undefined || permission === 'public')
      throw new Error(`${route} declares no permission`);
    return permission;
  };
  const keptOf = async ({ kept: [sql, values] }: Made) => JSON.stringify(await making.query(sql, values));
  const ask = (person: Person, route: string, { path, body }: Pick<Made, 'path' | 'body'>) =>
    everybody.ask(person, route.split(' ')[0] ?? '', path, body);

  /** What is wrong with the answers to those who are refused. */
  const refusals = async (named: Named, made: Made, asked: readonly Person[]): Promise<string[]> => {
    const before = await keptOf(made);
    const wrong = await Promise.all(
      asked.map(async (person) => {
        const heard = await ask(person, named.route, made);
        const door = atTheDoor(person, permissionOf(named.route));
        const verdict = door === 'let through' ? named.verdict(person, made) : door;
        if (verdict !== 'as unknown' && heard.code !== verdict)
          return [`${person}: ${told(heard)}, not ${verdict}`];
        if (verdict !== 'as unknown' && !verdict.endsWith('_found')) return [];
        const said = named.said?.(person, made);
        if (door === 'let through' && said !== undefined && heard.code !== said)
          return [`${person}: ${told(heard)}, not ${said}`];
        const unknown = await ask(person, named.route, unknownOf(made));
        return unknown.status === heard.status && unknown.text === heard.text
          ? []
          : [`${person}: ${told(heard)}, and ${told(unknown)} of what nobody has`];
      }),
    );
    const changed = (await keptOf(made)) === before ? [] : [`${asked.join(', ')}: refused, and it changed`];
    return [...wrong.flat(), ...changed];
  };

  /** A question that is answered as it is about what nobody has. */
  const saysNothing = async (
    { route }: Named,
    made: Made,
    person: Person,
    { text }: Heard,
  ): Promise<boolean> =>
    route.startsWith('GET ') && (await ask(person, route, unknownOf(made))).text === text;

  const differences = async (named: Named, owner: Person): Promise<string[]> => {
    const made = await named.make(making, owner);
    const permission = permissionOf(named.route);
    const verdictOf = (person: Person) =>
      atTheDoor(person, permission) === 'let through' ? named.verdict(person, made) : 'not let in';
    const mayDo = persons.filter((person) => ['done', 'any'].includes(verdictOf(person)));
    // Whom the guard sends away it sends away before it looks at anything: one of each account will do.
    const isFirst = isFirstOf(named.owners, owner);
    const wrong = await refusals(
      named,
      made,
      persons.filter((person) => !mayDo.includes(person) && (isFirst || verdictOf(person) !== 'not let in')),
    );
    let [asked, isFresh] = [made, true];
    for (const person of mayDo) {
      if (!isFresh) asked = await named.make(making, owner);
      isFresh = false;
      const heard = await ask(person, named.route, asked);
      const isWrong =
        verdictOf(person) === 'done'
          ? heard.status >= 300 || (await saysNothing(named, asked, person, heard))
          : heard.status >= 500 ||
            /^(?:sign_in_required|not_permitted|(?:.*_)?not_found)$/.test(heard.code ?? '');
      if (isWrong) wrong.push(`${person}: ${told(heard)}, not let through`);
    }
    return wrong.map((what) => `${named.route} (${named.fields.join(', ')}) of ${owner} by ${what}`);
  };

  it(
    'asks everybody about their own, a colleague’s and another account’s',
    async () => {
      const found: string[] = [];
      for (const named of namedObjects)
        for (const owner of named.owners)
          found.push(
            ...(await differences(named, owner).catch((error: unknown) => [
              `${named.route} (${named.fields.join(', ')}) of ${owner} could not be asked about: ${String(error)}`,
            ])),
          );
      expect(found).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'asks everybody at every socket event about their own, a colleague’s and another account’s',
    async () => {
      const found: string[] = [];
      const events = everybody.declared.flatMap(({ socketEvent, access }) =>
        socketEvent !== undefined && access?.kind === 'permission'
          ? [{ event: socketEvent, permission: access.permission }]
          : [],
      );
      expect(new Set(events.map(({ event }) => event))).toEqual(new Set(Object.keys(socketEvents)));
      for (const person of persons) {
        const screen = await everybody
          .client(person)
          .live()
          .catch(() => undefined);
        if (screen === undefined) {
          if (!isWithoutSession(person)) found.push(`${person} is not let in`);
          continue;
        }
        if (isWithoutSession(person)) found.push(`${person} is let in`);
        for (const owner of socketOwners)
          for (const { event, permission } of events) {
            if (!isFirstOf(socketOwners, owner) && atTheDoor(person, permission) !== 'let through') continue;
            const kind = socketEvents[event];
            if (kind === undefined) throw new Error(`${event} is not known`);
            const made = await ofSocket(making, owner, kind);
            const before = await keptOf(made);
            const say = ({ body }: Pick<Made, 'body'>) => acknowledged(screen, event, body as object);
            const code = await say(made);
            const door = atTheDoor(person, permission);
            const verdict = door === 'let through' ? kind.verdict(person, made) : door;
            const what = `${event} of ${owner} by ${person}`;
            if (verdict !== 'as unknown' && code !== (verdict === 'done' ? undefined : verdict))
              found.push(`${what}: ${code}, not ${verdict}`);
            if (verdict === 'done') continue;
            if ((await keptOf(made)) !== before) found.push(`${what}: refused, and it changed`);
            if (verdict === 'as unknown' || verdict === 'ticket_not_found') {
              const unknown = await say(unknownOf(made));
              if (unknown !== code) found.push(`${what}: ${code}, and ${unknown} of what nobody has`);
            }
          }
        screen.close();
      }
      expect(found).toEqual([]);
    },
    LONG_MS,
  );

  it('takes nothing for shown that is of another ticket', async () => {
    const screen = await everybody.client('counselor').live();
    for (const stranger of ['senior-counselor', 'other counselor'] as const) {
      const made = await shownElsewhere(making, 'counselor', stranger);
      const before = await keptOf(made);
      expect(await acknowledged(screen, 'messages.shown', made.body as object)).toBeUndefined();
      expect(await keptOf(made)).toBe(before);
    }
    screen.close();
  });

  it(
    'sends nobody what they said on connecting that they have open',
    async () => {
      const ticketId = await making.ticket('counselor', 'talk');
      const seesIt = (person: Person) =>
        person === 'counselor' || roleAt(person, SUICIDE_PREVENTION) === 'supervisor';
      const asked = persons.filter((person) =>
        [SUICIDE_PREVENTION, HUMAN_RIGHTS].some((id) =>
          /counselor|supervisor/.test(roleAt(person, id) ?? ''),
        ),
      );
      const screens = await Promise.all(
        asked.map(async (person) => ({
          person,
          screen: await everybody.client(person).live(null, [ticketId], [ticketId]),
        })),
      );
      const talk = `/api/tickets/${ticketId}`;
      await making.does('counselor', 'POST', `${talk}/notes`, { clientId: randomUUID(), text: 'メモ' });
      // What comes after it has come by then.
      await making.does('administrator', 'POST', '/api/announcements', {
        clientId: randomUUID(),
        level: 'info',
        text: '以上です',
        accountIds: [SUICIDE_PREVENTION, HUMAN_RIGHTS],
        endsAt: null,
      });
      for (const { person, screen } of screens) {
        await eventually(
          () => screen.events.some(({ type }) => type === 'announcement.changed') || undefined,
          `${person} hearing the announcement`,
        );
        expect({ person, sees: screen.messages(ticketId).length > 0 }).toEqual({
          person,
          sees: seesIt(person),
        });
        expect(screen.erased).toEqual([]);
        screen.close();
      }
    },
    LONG_MS,
  );

  it('knows an object for whatever a route names', () => {
    const known = new Set(
      namedObjects.flatMap(({ route, fields }) => fields.map((field) => `${route} ${field}`)),
    );
    const missing = fieldsThatName(everybody.document, permissions).filter((field) => !known.has(field));
    expect(missing).toEqual([]);
    // And nothing that no route has.
    for (const { route } of namedObjects) permissionOf(route);
  });
});

/** Of their account. */
function isFirstOf(owners: readonly Person[], owner: Person): boolean {
  const account = accountsOf(owner).join();
  return owners.find((each) => accountsOf(each).join() === account) === owner;
}

function told({ status, code }: Heard): string {
  return code ?? String(status);
}
