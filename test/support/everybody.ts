import { type OpenAPIObject } from '@nestjs/swagger';
import { AccessAudit, type DeclaredAccess } from '../../src/app/access-audit.js';
import { type ErrorBody } from '../../src/contract/error.js';
import {
  carries,
  type Holder,
  type MembershipRole,
  type OversightRole,
  type Permission,
  type Role,
} from '../../src/contract/permission.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from './console-client.js';
import { BOTH_OPEN, type Relay, startRelay } from './relay.js';
import { addStaff } from './staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from './stand-in.js';
import { hangUp } from './wall.js';

interface Places {
  readonly memberships?: Readonly<Record<string, MembershipRole>>;
  readonly oversight?: Readonly<Record<string, OversightRole>>;
}

const cast = {
  counselor: { memberships: { [SUICIDE_PREVENTION]: 'counselor' } },
  colleague: { memberships: { [SUICIDE_PREVENTION]: 'counselor' } },
  'senior-counselor': { memberships: { [SUICIDE_PREVENTION]: 'senior-counselor' } },
  supervisor: { memberships: { [SUICIDE_PREVENTION]: 'supervisor' } },
  'second supervisor': { memberships: { [SUICIDE_PREVENTION]: 'supervisor' } },
  auditor: { oversight: { [SUICIDE_PREVENTION]: 'auditor' } },
  commissioner: { oversight: { [SUICIDE_PREVENTION]: 'commissioner' } },
  'other counselor': { memberships: { [HUMAN_RIGHTS]: 'counselor' } },
  'other colleague': { memberships: { [HUMAN_RIGHTS]: 'counselor' } },
  'other supervisor': { memberships: { [HUMAN_RIGHTS]: 'supervisor' } },
  'other auditor': { oversight: { [HUMAN_RIGHTS]: 'auditor' } },
  'other commissioner': { oversight: { [HUMAN_RIGHTS]: 'commissioner' } },
  // What they may do at the one account opens nothing at the other.
  'in both': { memberships: { [SUICIDE_PREVENTION]: 'counselor', [HUMAN_RIGHTS]: 'supervisor' } },
  'over both': { oversight: { [SUICIDE_PREVENTION]: 'auditor', [HUMAN_RIGHTS]: 'commissioner' } },
  // They had a place, and lost it while signed in.
  'without a role': {},
  administrator: {},
  nobody: {},
  wall: {},
} as const satisfies Record<string, Places>;

export type Person = keyof typeof cast;
export const persons = Object.keys(cast) as Person[];

/** What an answer is measured by. */
export interface Heard {
  readonly status: number;
  readonly code: string | undefined;
  readonly text: string;
}

/** A screen on the wall signs in nowhere. */
export function isWithoutSession(person: Person): boolean {
  return person === 'nobody' || person === 'wall';
}

export function accountsOf(person: Person): string[] {
  const { memberships = {}, oversight = {} }: Places = cast[person];
  return [...Object.keys(memberships), ...Object.keys(oversight)];
}

export function roleAt(person: Person, accountId: string): MembershipRole | OversightRole | undefined {
  const { memberships = {}, oversight = {} }: Places = cast[person];
  return memberships[accountId] ?? oversight[accountId];
}

function holdersOf(person: Person): Holder[] {
  if (person === 'administrator' || person === 'wall') return [person];
  const { memberships = {}, oversight = {} }: Places = cast[person];
  return [...Object.values(memberships), ...Object.values(oversight)] satisfies Role[];
}

/** Every person as the guard is to treat them. */
export function atTheDoor(
  person: Person,
  permission: Permission,
): 'let through' | 'sign_in_required' | 'not_permitted' {
  const isHolder = holdersOf(person).some((holder) => carries(holder, permission));
  if (isHolder) return 'let through';
  // A wall's cookie opens what the table lists with it; elsewhere it is nobody's.
  return isWithoutSession(person) ? 'sign_in_required' : 'not_permitted';
}

/** Somebody of each role at two accounts, and whoever has none, signed in at one relay. */
export class Everybody {
  readonly ids = new Map<Person, string>();

  private constructor(
    readonly standIn: StandIn,
    readonly relay: Relay,
    readonly declared: readonly DeclaredAccess[],
    readonly document: OpenAPIObject,
    private readonly clients: ReadonlyMap<Person, ConsoleClient>,
  ) {}

  static async start(): Promise<Everybody> {
    const standIn = await startStandIn();
    const relay = await startRelay({ standIn, at: BOTH_OPEN });
    try {
      return await Everybody.#cast(standIn, relay);
    } catch (error) {
      await relay.close();
      await standIn.close();
      throw error;
    }
  }

  static async #cast(standIn: StandIn, relay: Relay): Promise<Everybody> {
    const clients = new Map<Person, ConsoleClient>();
    for (const person of persons) {
      if (person === 'administrator' || isWithoutSession(person)) continue;
      const { memberships = {}, oversight = {} }: Places =
        person === 'without a role' ? cast.counselor : cast[person];
      clients.set(person, await addStaff(relay, { login: loginOf(person), memberships, oversight }));
    }
    clients.set('administrator', await ConsoleClient.signedIn(relay.url, 'admin'));
    clients.set('nobody', new ConsoleClient(relay.url));
    clients.set('wall', (await hangUp(clients.get('supervisor') as ConsoleClient)).screen);
    const declared = relay.server.app.get(AccessAudit).list();
    const document = (await (await fetch(`${relay.url}/api/openapi.json`)).json()) as OpenAPIObject;
    const made = new Everybody(standIn, relay, declared, document, clients);
    const rows = await relay.database.query<{ id: string; login: string }>('SELECT id, login FROM staff');
    for (const person of persons) {
      const row = rows.find(({ login }) => login === loginOf(person));
      if (row !== undefined) made.ids.set(person, row.id);
    }
    await relay.database.query('DELETE FROM membership WHERE staff_id = $1', [made.id('without a role')]);
    return made;
  }

  async close(): Promise<void> {
    await this.relay.close();
    await this.standIn.close();
  }

  client(person: Person): ConsoleClient {
    const found = this.clients.get(person);
    if (found === undefined) throw new Error(`nobody is ${person}`);
    return found;
  }

  id(person: Person): string {
    const found = this.ids.get(person);
    if (found === undefined) throw new Error(`${person} has no id`);
    return found;
  }

  /** The permission of each operation of the API's description, as the server declares it. */
  permissions(): Map<string, Permission | 'public'> {
    const access = new Map(this.declared.map((entry) => [entry.name.replace('.', '_'), entry.access]));
    return new Map(
      Object.entries(this.document.paths).flatMap(([path, methods]) =>
        Object.entries(methods as Record<string, { operationId: string }>).map(
          ([method, { operationId }]) => {
            const name = `${method.toUpperCase()} ${path}`;
            const declared = access.get(operationId);
            if (declared === undefined) throw new Error(`${name} declares nothing`);
            return [name, declared.kind === 'public' ? 'public' : declared.permission] as const;
          },
        ),
      ),
    );
  }

  async ask(person: Person, method: string, path: string, body?: unknown): Promise<Heard> {
    const response = await fetch(`${this.relay.url}${path}`, {
      method,
      headers: {
        cookie: this.client(person).cookie,
        'x-file-name': 'file.txt',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    const text = await response.text();
    const code =
      isJson && text !== '' ? (JSON.parse(text) as Partial<ErrorBody> | null)?.error?.code : undefined;
    return { status: response.status, code, text };
  }
}

function loginOf(person: Person): string {
  return person === 'administrator' ? 'admin' : person.replaceAll(' ', '-');
}
