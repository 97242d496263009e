import { randomUUID } from 'node:crypto';
import { accountsOf, type Everybody, type Person, roleAt } from '../everybody.js';
import { newCaller, write } from '../conversation.js';
import { HUMAN_RIGHTS, SUICIDE_PREVENTION } from '../stand-in.js';
import { eventually } from '../wait.js';

/** A request that names an object that there is. */
export interface Made {
  readonly path: string;
  readonly body?: unknown;
  /** What the request names it by: put in for something else, the request names what nobody has. */
  readonly names: readonly (string | number)[];
  /** Whose it is. */
  readonly accounts: readonly string[];
  readonly owner?: Person;
  /** What is kept of it: a query for rows that change when something is done with it. */
  readonly kept: readonly [sql: string, values: unknown[]];
}

/**
 * How somebody is to be answered who holds the permission. `done`: it is done; `any`: whatever stands against it, it isn't
 * kept from them; `as unknown`: as if there were no such thing, and nothing happens; else the code of the refusal.
 */
export type Verdict = 'done' | 'any' | 'as unknown' | (string & {});

export interface Named {
  /** As in the API's description. */
  readonly route: string;
  /** Parameters and fields of the body, by their names, that name the object. */
  readonly fields: readonly string[];
  /** For each of them one is made. */
  readonly owners: readonly Person[];
  readonly make: (making: Making, owner: Person) => Promise<Made>;
  readonly verdict: (asker: Person, made: Made) => Verdict;
  /** With which code somebody is told that there is no such thing, so that it was looked for. */
  readonly said?: (asker: Person, made: Made) => string | undefined;
}

export const isOf = (asker: Person, { accounts }: Pick<Made, 'accounts'>): boolean =>
  accountsOf(asker).some((id) => accounts.includes(id));
const worksFor = (role: string | undefined): boolean =>
  role === 'counselor' || role === 'senior-counselor' || role === 'supervisor';
export const worksAt = (asker: Person, { accounts }: Made): boolean =>
  accounts.some((id) => worksFor(roleAt(asker, id)));
export const supervises = (asker: Person, { accounts }: Made): boolean =>
  accounts.some((id) => roleAt(asker, id) === 'supervisor');
export const supervisesAll = (asker: Person, { accounts }: Made): boolean =>
  accounts.every((id) => roleAt(asker, id) === 'supervisor');
export const isAdministrator = (asker: Person): boolean => asker === 'administrator';
export const owns = (asker: Person, { owner }: Made): boolean => asker === owner;

/** The only account where somebody of these works. */
export function accountOf(owner: Person): string {
  const [first, second] = accountsOf(owner);
  if (first === undefined || second !== undefined) throw new Error(`${owner} has no one account`);
  return first;
}

/** Somebody of the same account, who is not the owner. */
export function supervisorBeside(owner: Person): Person {
  if (accountOf(owner) === HUMAN_RIGHTS) return 'other supervisor';
  return owner === 'supervisor' ? 'second supervisor' : 'supervisor';
}

/** The account of the other line. */
export function elsewhere(accountId: string): string {
  return accountId === HUMAN_RIGHTS ? SUICIDE_PREVENTION : HUMAN_RIGHTS;
}

/** Makes objects as they come to be. What one is made from is shared by all that are made from it. */
export class Making {
  readonly #tickets = new Map<string, Promise<string>>();

  constructor(readonly everybody: Everybody) {}

  query<Row extends Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.everybody.relay.database.query<Row>(sql, values);
  }

  async one<Row extends Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<Row> {
    const [row] = await this.query<Row>(sql, values);
    if (row === undefined) throw new Error(`no row: ${sql}`);
    return row;
  }

  /** The one that was made last, by a condition on one value. */
  async newest(table: string, where: string, value: string): Promise<string> {
    const sql = `SELECT id FROM ${table} WHERE ${where} ORDER BY id DESC LIMIT 1`;
    return (await this.one<{ id: string }>(sql, [value])).id;
  }

  /** Does something that has to succeed. */
  async does<Body>(person: Person, method: string, path: string, body?: unknown): Promise<Body> {
    const { status, text } = await this.everybody.ask(person, method, path, body);
    if (status >= 300) throw new Error(`${method} ${path} by ${person}: ${status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Body;
  }

  /** A ticket that somebody looks after, one for each purpose. */
  ticket(holder: Person, purpose: string): Promise<string> {
    const name = `${holder}/${purpose}`;
    const found = this.#tickets.get(name);
    if (found !== undefined) return found;
    const made = this.#take(holder);
    this.#tickets.set(name, made);
    return made;
  }

  /** A message of that ticket's caller. */
  async words(ticketId: string): Promise<string> {
    const { id } = await this.one<{ id: string }>(
      `SELECT id FROM message WHERE ticket_id = $1 AND direction = 'inbound' ORDER BY id LIMIT 1`,
      [ticketId],
    );
    return id;
  }

  async numberOf(ticketId: string): Promise<number> {
    return (await this.one<{ number: number }>('SELECT number FROM ticket WHERE id = $1', [ticketId])).number;
  }

  async #take(holder: Person): Promise<string> {
    const { standIn, relay } = this.everybody;
    const account = accountOf(holder);
    const ticketId = await write(standIn, relay, account, await newCaller(standIn), '聞いてください');
    await this.does(holder, 'POST', `/api/tickets/${ticketId}/take`, {});
    // What its caller is told automatically is on its way, and would make two answers about it differ.
    await eventually(async () => {
      const left = await this.query(
        `SELECT FROM delivery JOIN ticket USING (caller_id) WHERE ticket.id = $1 AND delivery.state = 'waiting'`,
        [ticketId],
      );
      return left.length === 0 || undefined;
    }, 'everything automatic delivered');
    return ticketId;
  }
}

/** The same request, about what nobody has. */
export function unknownOf({ path, body, names }: Made): Pick<Made, 'path' | 'body'> {
  let asked = JSON.stringify({ path, body });
  for (const name of names)
    asked =
      typeof name === 'number'
        ? asked.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), '1999999999')
        : asked.replaceAll(
            new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'g'),
            /^[0-9a-f-]{36}$/.test(name) ? randomUUID() : 'no-such-account',
          );
  return JSON.parse(asked) as Pick<Made, 'path' | 'body'>;
}

/** Rows of one table, by a condition. */
export function rows(table: string, where: string, ...values: unknown[]): Made['kept'] {
  return [`SELECT kept::text AS kept FROM ${table} AS kept WHERE ${where} ORDER BY 1`, values];
}
